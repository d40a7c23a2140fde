using SoundTime.Iroh;
using SoundTime.Storage.Peers;
using SoundTime.Wire;

namespace SoundTime.Silo.Peers;

/// <summary>Hosts and relays of a peer as its record keeps them: texts, each <c>host:port</c> or the URL of a relay.</summary>
internal static class PeerPlaces
{
    /// <summary>The places that the admin names. Relays come first, as they are few: of more hosts than a record holds, the last are left out.</summary>
    public static IReadOnlyList<string> Write(NodeAddress address) =>
    [
        .. address.Relays.Select(relay => relay.Text)
            .Concat(address.Hosts.Select(host => host.ToString()))
            .Where(text => text.Length <= PeerRecord.MaxHostLength)
            .Take(PeerRecord.MaxHosts),
    ];

    /// <summary>The address that these places make; what is neither is passed over.</summary>
    public static NodeAddress Read(NodeId id, IEnumerable<string> places)
    {
        var hosts = new List<NodeHost>();
        var relays = new List<RelayUrl>();
        foreach (var text in places)
        {
            if (RelayUrl.TryParse(text, out var relay))
            {
                relays.Add(relay);
            }
            else if (NodeHost.TryParse(text, out var host))
            {
                hosts.Add(host);
            }
        }

        return new NodeAddress(id, [.. hosts.Distinct().Take(NodeAddress.MaxHosts)], [.. relays.Distinct().Take(NodeAddress.MaxRelays)]);
    }
}
