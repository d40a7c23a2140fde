namespace SoundTime.Silo.Tests.Support;

/// <summary>What keeps a node to itself: no relay, no lookup, no multicast. Tests reach nobody whom they did not start.</summary>
internal static class Seclusion
{
    public static IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>
    {
        ["P2P_RELAY_URLS"] = "off",
        ["P2P_PKARR_URLS"] = "off",
        ["P2P_DNS_ORIGINS"] = "off",
        ["P2P_LOCAL_DISCOVERY"] = "off",
    };
}
