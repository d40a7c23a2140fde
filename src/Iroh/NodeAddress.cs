using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using SoundTime.Wire;

namespace SoundTime.Iroh;

/// <summary>
/// A node and where it may be reached: <c>id</c> alone, or <c>id@place[,place…]</c>, where a place is <c>host:port</c> or the URL of a relay. An id alone
/// is looked up when it is dialled.
/// </summary>
/// <param name="Id">The node.</param>
/// <param name="Hosts">Where it may be directly, as written; names are resolved when it is dialled.</param>
/// <param name="Relays">Through which relays it may be reached.</param>
public sealed record NodeAddress(NodeId Id, IReadOnlyList<NodeHost> Hosts, IReadOnlyList<RelayUrl> Relays)
{
    /// <summary>Most places that one address may name. Arbitrary: a host with several networks has a handful.</summary>
    public const int MaxHosts = 16;

    /// <summary>Most relays that one address may name: as a rule it is one.</summary>
    public const int MaxRelays = 4;

    /// <summary>Longest text that is looked at, in characters.</summary>
    public const int MaxLength = 4096;

    /// <summary>An id alone.</summary>
    public NodeAddress(NodeId id)
        : this(id, [], [])
    {
    }

    /// <summary>An id at hosts, without a relay.</summary>
    public NodeAddress(NodeId id, IReadOnlyList<NodeHost> hosts)
        : this(id, hosts, [])
    {
    }

    /// <summary>An id at one IP address.</summary>
    public NodeAddress(NodeId id, IPEndPoint endPoint)
        : this(id, [new NodeHost(endPoint.Address.ToString(), endPoint.Port)])
    {
    }

    /// <summary>Whether no place is named.</summary>
    public bool IsEmpty => Hosts.Count == 0 && Relays.Count == 0;

    /// <summary>Reads <c>id</c> or <c>id@place[,place…]</c>; an IPv6 address stands in brackets.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out NodeAddress? address)
    {
        address = null;
        if (text is null || text.Length > MaxLength)
        {
            return false;
        }

        var at = text.IndexOf('@', StringComparison.Ordinal);
        if (!NodeId.TryParse((at < 0 ? text : text[..at]).Trim(), out var id))
        {
            return false;
        }

        var pieces = at < 0 ? [] : text[(at + 1)..].Split(',', StringSplitOptions.TrimEntries);
        if (pieces.Length > MaxHosts + MaxRelays)
        {
            return false;
        }

        var hosts = new List<NodeHost>(pieces.Length);
        var relays = new List<RelayUrl>();
        foreach (var piece in pieces)
        {
            if (RelayUrl.TryParse(piece, out var relay))
            {
                relays.Add(relay);
            }
            else if (NodeHost.TryParse(piece, out var host))
            {
                hosts.Add(host);
            }
            else
            {
                return false;
            }
        }

        address = new NodeAddress(id, hosts, relays);
        return hosts.Count <= MaxHosts && relays.Count <= MaxRelays;
    }

    /// <summary>Reads what <see cref="TryParse"/> accepts.</summary>
    /// <exception cref="FormatException">The text is no address of a node.</exception>
    public static NodeAddress Parse(string text) => TryParse(text, out var address)
        ? address
        : throw new FormatException("A node's address is its id (64 hex digits), or id@place[,place], each place a host:port or the URL of a relay.");

    /// <summary>The text form.</summary>
    public override string ToString() => IsEmpty
        ? Id.ToString()
        : string.Create(CultureInfo.InvariantCulture, $"{Id}@{string.Join(',', Hosts.Select(host => host.ToString()).Concat(Relays.Select(relay => relay.Text)))}");
}
