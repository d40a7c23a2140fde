using SoundTime.Grains.Tests.Peers;
using SoundTime.Grains.Tests.Support;
using SoundTime.Grains.Tracks;
using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Health;
using SoundTime.Storage.Peers;
using SoundTime.Wire;

namespace SoundTime.Grains.Tests.Tracks;

/// <summary>A test of tracks that peers hold, with a node of its own.</summary>
public abstract class TrackTests : PeerTests
{
    private protected const string OneProcess = "one";
    private protected const string OtherProcess = "other";

    private protected static BlobHash HashOf(int track) => TestCopies.HashOf(track);

    private protected static string IdOf(int peer) => TestNode.IdOf(peer).ToString();

    private protected static FetchEnd Delivered(int peer, long bytes = TestCopies.Size, double seconds = 1) =>
        new(FetchOutcome.Delivered, IdOf(peer), bytes, seconds, null);

    private protected static FetchEnd None(CopyFailure failure) => new(FetchOutcome.NoneDelivered, null, 0, 0, failure);

    private protected TrackHealth HealthOf(int track) => Node.TrackHealths[HashOf(track)];

    private protected ITrackGrain GrainOf(int track) => Node.Factory.GetGrain<ITrackGrain>(HashOf(track).ToString());

    /// <summary>A track in the catalogue that these peers offer, the longest known first. Tracks are swept in the order of their numbers.</summary>
    private protected void AddTrack(int number, params int[] holders)
    {
        Node.Tracks[HashOf(number)] = new Track
        {
            Id = new Guid(number, 0, 0, new byte[8]),
            Hash = HashOf(number),
            FileSize = TestCopies.Size,
            Tags = new TrackTags { Title = $"Track {number}", ArtistName = "Theirs", DurationSecs = 1, Format = "flac" },
            ArtistId = Guid.NewGuid(),
            IsLocal = false,
            CreatedAt = Node.Time.GetUtcNow(),
        };
        Node.Offers[HashOf(number)] = [.. holders.Select(peer => TestCopies.New(peer, track: number))];
    }

    private protected void MakeLocal(int track) => Node.Tracks[HashOf(track)] = Node.Tracks[HashOf(track)] with { IsLocal = true };

    /// <summary>Peers are known, and their records say this.</summary>
    private protected async Task KnowAsync(bool isOnline, params int[] peers)
    {
        foreach (var peer in peers)
        {
            await Node.PeerStore.SaveAsync(new PeerRecord { Id = TestNode.IdOf(peer), AddedAt = Node.Time.GetUtcNow(), IsOnline = isOnline }, Cancel);
        }
    }

    /// <summary>A fetch in which no copy came.</summary>
    private protected async Task FailAsync(int track, CopyFailure failure = CopyFailure.Unreachable)
    {
        await GrainOf(track).BeginFetchAsync(OneProcess, Cancel);
        await GrainOf(track).EndFetchAsync(OneProcess, None(failure), Cancel);
    }
}
