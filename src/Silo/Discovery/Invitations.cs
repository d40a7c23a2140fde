using SoundTime.Api;
using SoundTime.Iroh.Tickets;

namespace SoundTime.Silo.Discovery;

/// <summary>Invites friends to this node, wherever it is now.</summary>
internal sealed class Invitations(OwnAddress own) : IInvitations
{
    /// <inheritdoc/>
    public Invitation Create()
    {
        var address = own.Invitation;
        return new Invitation(address.Id, EndpointTicket.Format(address), [.. address.Relays.Select(relay => relay.Text), .. address.Hosts.Select(host => host.ToString())]);
    }
}
