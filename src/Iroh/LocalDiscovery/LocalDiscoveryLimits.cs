namespace SoundTime.Iroh.LocalDiscovery;

/// <summary>The bounds of what is taken from a link, where everybody may say anything.</summary>
internal static class LocalDiscoveryLimits
{
    /// <summary>Longest message in bytes, in and out: other nodes read no more (iroh sheet, section 6).</summary>
    public const int MaxMessage = 1472;

    /// <summary>
    /// Most claims that are kept for a link. When it is reached, new ones wait until old ones expire, so that a flood of made-up ids pushes out nobody.
    /// Arbitrary: far more nodes than share a link.
    /// </summary>
    public const int MaxClaims = 512;

    /// <summary>Most claims that one address of a sender may make. Arbitrary: more nodes than run on one machine.</summary>
    public const int MaxClaimsPerSender = 32;

    /// <summary>Most nodes that one message may name. Other nodes name themselves alone.</summary>
    public const int MaxNodesPerMessage = 8;

    /// <summary>Most network interfaces that are joined. Arbitrary: a host of containers has one for each.</summary>
    public const int MaxLinks = 32;

    /// <summary>Nodes that were found and wait to be taken; more are left out, and are found again when they have been silent for a while.</summary>
    public const int MaxFoundWaiting = 256;
}
