using SoundTime.Iroh;
using SoundTime.Storage.Search;

namespace SoundTime.Silo.Tests.Peers;

/// <summary>What a node in a test is started with.</summary>
internal sealed record PeerNodeSetup
{
    /// <summary>Where its blobs lie; in its own folder if left out.</summary>
    public string? BlobFolder { get; init; }

    /// <summary>The nodes that the admin named.</summary>
    public NodeAddress[] Seeds { get; init; } = [];

    /// <summary>Whether grains run, with copied arguments. Otherwise <see cref="NotingGrains"/> stand in for them.</summary>
    public bool HasGrains { get; init; }

    /// <summary>Its data folder, which then outlives it; one of its own if left out.</summary>
    public string? DataFolder { get; init; }

    /// <summary>What finds its tracks by words; its database if left out.</summary>
    public ISearchIndex? Search { get; init; }

    /// <summary>Its endpoint; a new one on loopback if left out.</summary>
    public IrohEndpoint? Endpoint { get; init; }
}
