using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Integrity;
using SoundTime.Storage.Peers;

namespace SoundTime.Storage;

/// <summary>What may be taken of a store. Tests open stores with less, to see what happens beyond it.</summary>
internal sealed record StoreLimits
{
    /// <summary>The limits of every node.</summary>
    public static StoreLimits Default { get; } = new();

    /// <summary>Most copies of one peer.</summary>
    public long MaxCopiesPerPeer { get; init; } = CatalogueLimits.MaxCopiesPerPeer;

    /// <summary>Most tracks that only peers hold.</summary>
    public long MaxRemoteTracks { get; init; } = CatalogueLimits.MaxRemoteTracks;

    /// <summary>Most copies of one track that are listed.</summary>
    public int MaxCopiesListed { get; init; } = CatalogueLimits.MaxCopiesListed;

    /// <summary>Most peers that are known.</summary>
    public int MaxPeers { get; init; } = IPeerStore.MaxPeers;

    /// <summary>Most findings that are kept.</summary>
    public int MaxFindings { get; init; } = IIntegrityStore.MaxFindings;
}
