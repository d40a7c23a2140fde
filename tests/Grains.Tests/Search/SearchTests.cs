using SoundTime.Grains.Peers;
using SoundTime.Grains.Search;
using SoundTime.Grains.Tests.Support;
using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Peers;
using SoundTime.Storage.Search;
using SoundTime.Wire;

namespace SoundTime.Grains.Tests.Search;

/// <summary>What a question promises to who asks it.</summary>
public abstract class SearchTests : IAsyncLifetime
{
    protected const string Question = "queen";

    private TestNode? _node;

    private protected TestNode Node => _node!;

    private protected ISearchGrain Search => SearchOf(Question);

    private protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _node = await TestNode.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await Node.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected ISearchGrain SearchOf(string question) => Node.Factory.GetGrain<ISearchGrain>(question);

    /// <summary>Makes a peer known that is online, without a filter unless a term is given.</summary>
    private protected async Task<NodeId> KnowAsync(int number, string? term = null)
    {
        var id = TestNode.IdOf(number);
        await Node.PeerStore.SaveAsync(new PeerRecord { Id = id, AddedAt = Node.Time.GetUtcNow(), IsOnline = true }, Cancel);
        if (term is not null)
        {
            await Node.PeerStore.SaveFilterAsync(id, TestFilter.Of(term), Cancel);
        }

        return id;
    }

    private protected static BlobHash HashOf(int number)
    {
        var bytes = new byte[BlobHash.Size];
        bytes[0] = 1;
        bytes[1] = (byte)(number >> 8);
        bytes[2] = (byte)number;
        return new BlobHash(bytes);
    }

    private protected static PeerMatch Match(int number, string title = "Queen", string artist = "Artist") =>
        new(HashOf(number), title, artist, null, 180, "flac", null, null, null, null);

    /// <summary>Puts a track into the catalogue here, which finds it.</summary>
    private protected Guid AddOwn(int number, bool isLocal, params NodeId[] holders)
    {
        var track = KeepOwn(number, isLocal, holders);
        Node.Index.Matches.Add(new Match<Track>(track, 1));
        return track.Id;
    }

    /// <summary>Puts a track into the catalogue here, which does not find it.</summary>
    private protected Track KeepOwn(int number, bool isLocal, params NodeId[] holders)
    {
        var track = new Track
        {
            Id = Guid.NewGuid(),
            Hash = HashOf(number),
            FileSize = 1,
            Tags = new TrackTags { Title = $"Queen {number}", ArtistName = "Ours", DurationSecs = 1, Format = "flac" },
            ArtistId = Guid.NewGuid(),
            IsLocal = isLocal,
            CreatedAt = Node.Time.GetUtcNow(),
        };
        Node.Tracks[track.Hash] = track;
        Node.Holders[track.Hash] = new TrackHolders(track.Id, isLocal, holders);
        return track;
    }

    /// <summary>Reads, and lets the clock stand still until that has ended.</summary>
    private protected async Task<SearchProgress> ReadAsync(long version = 0, string question = Question)
    {
        var reading = SearchOf(question).ReadAsync(version, Cancel);
        await Node.AdvanceAsync(TimeSpan.Zero);
        Assert.True(reading.IsCompleted, "There is nothing new.");
        return await reading;
    }

    /// <summary>Reads to the end, as a caller does: each track as it was heard of last.</summary>
    private protected async Task<(List<SearchHit> Hits, SearchProgress Last)> ReadAllAsync(string question = Question)
    {
        var hits = new Dictionary<string, SearchHit>();
        var order = new List<string>();
        var version = 0L;
        while (true)
        {
            var progress = await ReadAsync(version, question);
            foreach (var hit in progress.Hits)
            {
                if (!hits.ContainsKey(hit.Hash))
                {
                    order.Add(hit.Hash);
                }

                hits[hit.Hash] = hit;
            }

            if (progress.IsComplete)
            {
                return ([.. order.Select(hash => hits[hash])], progress);
            }

            version = progress.Version;
        }
    }
}
