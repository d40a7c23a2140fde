using System.Diagnostics.CodeAnalysis;

namespace SoundTime.Iroh.Dns;

/// <summary>The flags of a message (RFC 1035, section 4.1.1), without its response code.</summary>
[Flags]
[SuppressMessage("Naming", "CA1711", Justification = "RFC 1035 calls them so.")]
public enum DnsFlags : ushort
{
    /// <summary>A plain query.</summary>
    None = 0,

    /// <summary>A response; without it, a query.</summary>
    Response = 0x8000,

    /// <summary>All bits of the kind of query; none of them is set in a standard one.</summary>
    OperationMask = 0x7800,

    /// <summary>Whoever answers owns the names.</summary>
    Authoritative = 0x0400,

    /// <summary>More records than fitted: ask again over TCP.</summary>
    Truncated = 0x0200,

    /// <summary>The resolver is asked to ask others.</summary>
    RecursionDesired = 0x0100,

    /// <summary>The resolver does ask others.</summary>
    RecursionAvailable = 0x0080,
}
