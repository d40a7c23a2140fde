namespace SoundTime.Api;

/// <summary>Tells friends how to reach this node. Not there where P2P is off.</summary>
public interface IInvitations
{
    /// <summary>What another node needs to reach this one, as far as it is known now.</summary>
    Invitation Create();
}
