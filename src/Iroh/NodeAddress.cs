using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using SoundTime.Wire;

namespace SoundTime.Iroh;

/// <summary>
/// A node and where it may be reached: <c>id</c> alone, or <c>id@host:port[,host:port…]</c>. An id alone is dialled at the addresses that
/// the endpoint knows for it.
/// </summary>
/// <param name="Id">The node.</param>
/// <param name="Hosts">Where it may be, as written; names are resolved when it is dialled.</param>
public sealed record NodeAddress(NodeId Id, IReadOnlyList<NodeHost> Hosts)
{
    /// <summary>Most places that one address may name. Arbitrary: a host with several networks has a handful.</summary>
    public const int MaxHosts = 16;

    /// <summary>Longest text that is looked at, in characters.</summary>
    public const int MaxLength = 4096;

    /// <summary>An id alone.</summary>
    public NodeAddress(NodeId id)
        : this(id, [])
    {
    }

    /// <summary>An id at one IP address.</summary>
    public NodeAddress(NodeId id, IPEndPoint endPoint)
        : this(id, [new NodeHost(endPoint.Address.ToString(), endPoint.Port)])
    {
    }

    /// <summary>Reads <c>id</c> or <c>id@host:port[,host:port…]</c>; an IPv6 address stands in brackets.</summary>
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
        if (pieces.Length > MaxHosts)
        {
            return false;
        }

        var hosts = new List<NodeHost>(pieces.Length);
        foreach (var piece in pieces)
        {
            if (!NodeHost.TryParse(piece, out var host))
            {
                return false;
            }

            hosts.Add(host);
        }

        address = new NodeAddress(id, hosts);
        return true;
    }

    /// <summary>Reads what <see cref="TryParse"/> accepts.</summary>
    /// <exception cref="FormatException">The text is no address of a node.</exception>
    public static NodeAddress Parse(string text) => TryParse(text, out var address)
        ? address
        : throw new FormatException("A node's address is its id (64 hex digits), or id@host:port[,host:port].");

    /// <summary>The text form.</summary>
    public override string ToString() => Hosts.Count == 0
        ? Id.ToString()
        : string.Create(CultureInfo.InvariantCulture, $"{Id}@{string.Join(',', Hosts)}");
}
