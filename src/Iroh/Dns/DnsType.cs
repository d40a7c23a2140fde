using System.Diagnostics.CodeAnalysis;

namespace SoundTime.Iroh.Dns;

/// <summary>Types of records that are understood (RFC 1035, 2782, 3596). Others are kept as bytes.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "RFC 1035 calls them so.")]
public enum DnsType : ushort
{
    /// <summary>No type.</summary>
    None = 0,

    /// <summary>An IPv4 address.</summary>
    A = 1,

    /// <summary>Another name that holds the records.</summary>
    Cname = 5,

    /// <summary>A name that is pointed to.</summary>
    Ptr = 12,

    /// <summary>Strings.</summary>
    Txt = 16,

    /// <summary>An IPv6 address.</summary>
    Aaaa = 28,

    /// <summary>Host and port of a service.</summary>
    Srv = 33,
}
