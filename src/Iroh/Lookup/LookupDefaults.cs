using SoundTime.Iroh.Dns;

namespace SoundTime.Iroh.Lookup;

/// <summary>Where iroh's nodes publish and look each other up unless they are told otherwise (iroh sheet, sections 5.3 and 5.4).</summary>
public static class LookupDefaults
{
    /// <summary>Address directory over HTTPS.</summary>
    public static Uri Directory { get; } = new("https://dns.iroh.link/pkarr");

    /// <summary>DNS domain that the nodes' names are under.</summary>
    public static DnsName Origin { get; } = DnsName.Parse("dns.iroh.link.");
}
