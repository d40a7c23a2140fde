using SoundTime.Iroh;
using SoundTime.Storage;
using SoundTime.Storage.Peers;
using SoundTime.Wire;

namespace SoundTime.Silo.Peers;

/// <summary>Where peers are dialled: where they were seen last, and where the admin says they are.</summary>
internal sealed class PeerAddresses(IPeerStore peers)
{
    /// <summary>The address of a peer; its id alone where nothing is known.</summary>
    /// <exception cref="StorageException">It cannot be read.</exception>
    public async Task<NodeAddress> FindAsync(NodeId id, CancellationToken cancellationToken)
    {
        if (await peers.FindAsync(id, cancellationToken) is not { } peer)
        {
            return new NodeAddress(id);
        }

        var hosts = new List<NodeHost>();
        var relays = new List<RelayUrl>();
        foreach (var text in peer.Hosts.Prepend(peer.LastAddress))
        {
            if (RelayUrl.TryParse(text, out var relay))
            {
                relays.Add(relay);
            }
            else if (text is not null && NodeHost.TryParse(text, out var host))
            {
                hosts.Add(host);
            }
        }

        return new NodeAddress(id, [.. hosts.Distinct().Take(NodeAddress.MaxHosts)], [.. relays.Distinct().Take(NodeAddress.MaxRelays)]);
    }
}
