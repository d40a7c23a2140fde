namespace SoundTime.Api;

/// <summary>Why a peer was not added.</summary>
public enum AddPeerFailure
{
    /// <summary>The text does not begin with a node id. Answered 400.</summary>
    NoId,

    /// <summary>An address behind the id is none, or there are too many. Answered 400.</summary>
    BadAddress,

    /// <summary>It is this node itself. Answered 400.</summary>
    Self,

    /// <summary>As many peers are known as may be, none of which can go. Answered 409.</summary>
    NoRoom,
}
