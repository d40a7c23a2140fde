using System.Collections.Concurrent;
using SoundTime.Grains.Tracks;
using SoundTime.Wire;

namespace SoundTime.Grains.Tests.Support;

/// <summary>The node's side of tracks: what is here, and what comes of fetches, is what the test says.</summary>
internal sealed class TestTrackLink : ITrackLink
{
    /// <summary>Whose bytes are here.</summary>
    public HashSet<BlobHash> Here { get; } = [];

    /// <summary>Whether it can be told what is here.</summary>
    public bool IsDiskRead { get; set; } = true;

    /// <summary>What was fetched, in order.</summary>
    public ConcurrentQueue<BlobHash> Fetches { get; } = new();

    /// <summary>What comes of a fetch.</summary>
    public Func<BlobHash, CancellationToken, Task<FetchOutcome>> Fetch { get; set; } = (_, _) => Task.FromResult(FetchOutcome.NoneDelivered);

    public bool? IsHere(BlobHash hash) => IsDiskRead ? Here.Contains(hash) : null;

    public Task<FetchOutcome> FetchAsync(BlobHash hash, CancellationToken cancellationToken)
    {
        Fetches.Enqueue(hash);
        return Fetch(hash, cancellationToken);
    }
}
