using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using SoundTime.Iroh.Dns;
using SoundTime.Iroh.Identity;
using SoundTime.Wire;

namespace SoundTime.Iroh.Lookup;

/// <summary>
/// The TXT records that say where a node is (iroh sheet, section 5.2): one record for each place, <c>relay=&lt;url&gt;</c> or <c>addr=&lt;ip:port&gt;</c>.
/// Nothing else is written, because iroh drops the whole set where it meets a key that it does not know.
/// </summary>
public static class NodeRecords
{
    /// <summary>How long the records may be kept, in seconds.</summary>
    public const uint TimeToLive = 30;

    /// <summary>First byte of IPv4 multicast; from here on no address is one host's.</summary>
    private const byte FirstMulticast = 224;

    private const string Label = "_iroh";
    private const string RelayKey = "relay";
    private const string AddressKey = "addr";

    /// <summary>Where the records of a node are: <c>_iroh.&lt;z-base-32&gt;</c> in packets, and that under an origin in DNS.</summary>
    /// <exception cref="FormatException">The origin is too long to have names under it.</exception>
    public static DnsName NameOf(NodeId node, DnsName? origin = null) => DnsName.Parse($"{Label}.{NodeIdText.ToZBase32(node)}.{origin}");

    /// <summary>
    /// The records of an address as they are signed: relays first, then as many IP addresses as fit into <see cref="SignedPacket.MaxMessage"/> bytes. Host
    /// names have no place in them. No answers where there is nothing to say.
    /// </summary>
    public static DnsMessage Write(NodeAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var name = NameOf(address.Id);
        var answers = new List<DnsRecord>();
        var length = DnsLimits.HeaderSize;
        var texts = address.Relays.Select(relay => $"{RelayKey}={relay.Text}")
            .Concat(address.Hosts.Select(host => TryReadEndPoint(host, out var endPoint) ? $"{AddressKey}={endPoint}" : null).OfType<string>());
        foreach (var text in texts.Distinct())
        {
            var record = new DnsTextRecord(name, DnsClass.Internet, TimeToLive, text);
            if (length + record.Length <= SignedPacket.MaxMessage)
            {
                answers.Add(record);
                length += record.Length;
            }
        }

        return new DnsMessage { Flags = DnsFlags.Response, Answers = answers };
    }

    /// <summary>
    /// What records say of a node, within the caps of <see cref="NodeAddress"/>. Those of other names, types and keys are ignored, and so are values that name
    /// no place where a node could be.
    /// </summary>
    /// <param name="node">Whose records they are to be.</param>
    /// <param name="name">The name that they must have, letter for letter but for case.</param>
    /// <param name="records">What was received.</param>
    public static NodeAddress Read(NodeId node, DnsName name, IEnumerable<DnsRecord> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        var hosts = new List<NodeHost>();
        var relays = new List<RelayUrl>();
        foreach (var record in records.OfType<DnsTextRecord>().Where(record => record.Class == DnsClass.Internet && record.Name.Equals(name)))
        {
            var text = record.Concatenate();
            var split = text.IndexOf('=', StringComparison.Ordinal);
            var (key, value) = split < 0 ? (text, "") : (text[..split], text[(split + 1)..]);
            if (key == RelayKey && relays.Count < NodeAddress.MaxRelays && RelayUrl.TryParse(value, out var relay) && !relays.Contains(relay))
            {
                relays.Add(relay);
            }
            else if (key == AddressKey && hosts.Count < NodeAddress.MaxHosts && NodeHost.TryParse(value, out var host) && TryReadEndPoint(host, out var endPoint))
            {
                host = new NodeHost(endPoint.Address.ToString(), endPoint.Port);
                if (!hosts.Contains(host))
                {
                    hosts.Add(host);
                }
            }
        }

        return new NodeAddress(node, hosts, relays);
    }

    /// <summary>An IP address that one node may have, and that means the same everywhere: no host name, no scope, no group of many.</summary>
    private static bool TryReadEndPoint(NodeHost host, [NotNullWhen(true)] out IPEndPoint? endPoint)
    {
        endPoint = null;
        if (!IPAddress.TryParse(host.Name, out var address))
        {
            return false;
        }

        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        var isOfOne = address.AddressFamily == AddressFamily.InterNetworkV6
            ? address.ScopeId == 0 && !address.IsIPv6Multicast && !address.Equals(IPAddress.IPv6Any)
            : !address.Equals(IPAddress.Any) && address.GetAddressBytes()[0] < FirstMulticast;
        endPoint = isOfOne ? new IPEndPoint(address, host.Port) : null;
        return isOfOne;
    }
}
