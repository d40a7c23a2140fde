using System.Text.Json;
using SoundTime.Iroh.Identity;
using SoundTime.Silo.Tests.Peers;
using SoundTime.Silo.Tests.Support;
using SoundTime.Storage;
using SoundTime.Storage.Catalogue;
using SoundTime.Testing;
using SoundTime.Wire;

namespace SoundTime.Silo.Tests.Killing;

/// <summary>
/// Two nodes in processes of their own sync while both are killed at random moments: no position is ahead of what the other side has, nothing is
/// lost, nothing is there twice. One subclass for each store.
/// </summary>
public abstract class SyncKillTests : IDisposable
{
    /// <summary>Tracks that come before each start, so that every run has something to send.</summary>
    private const int TracksPerRun = 600;

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<BlobHash, string> _titles = [];

    /// <summary>Up to which change the receiver was seen to have all: nothing ever takes that away, and the end looks at everything once more.</summary>
    private long _checked;

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public Task Positions_are_never_ahead_and_nothing_is_lost_or_double_after_five_kills() => KillAsync(kills: 5);

    [Fact]
    [Trait("Category", "Long")]
    public Task Positions_are_never_ahead_and_nothing_is_lost_or_double_after_a_hundred_kills() => KillAsync(kills: 100);

    /// <summary>Makes an empty store for a node.</summary>
    private protected abstract Task<KilledStore> CreateStoreAsync(string dataFolder);

    private async Task KillAsync(int kills)
    {
        var (senderFolder, receiverFolder) = (Path.Combine(_folder.Path, "sender"), Path.Combine(_folder.Path, "receiver"));
        await using var senderStore = await CreateStoreAsync(senderFolder);
        await using var receiverStore = await CreateStoreAsync(receiverFolder);
        var (sender, receiver) = (MakeKey(senderFolder), MakeKey(receiverFolder));
        var random = new Random(kills);
        for (var kill = 0; kill < kills; kill++)
        {
            await AddTracksAsync(senderStore, random);
            await RunAndKillAsync(senderFolder, receiverFolder, random);
            await CheckPositionAsync(senderStore, sender, receiverStore, receiver);
        }

        using var receiving = await WholeNode.StartAsync(receiverFolder);
        using var sending = await WholeNode.StartAsync(senderFolder, "--seed", receiving.Address.ToString());
        await Waiting.UntilAsync(
            async () =>
            {
                await using var stores = await receiverStore.OpenAsync(Cancellation);
                return await stores.Catalogue.CountCopiesAsync(sender, Cancellation) >= _titles.Count && await HasTitlesAsync(stores.Catalogue);
            },
            Cancellation);
        Assert.Equal(0, (await sending.StopAsync()).ExitCode);
        Assert.Equal(0, (await receiving.StopAsync()).ExitCode);
        await CheckAllAsync(sender, receiverStore);
    }

    /// <summary>New tracks, and some known ones under a new title.</summary>
    private async Task AddTracksAsync(KilledStore store, Random random)
    {
        await using var stores = await store.OpenAsync(Cancellation);
        var edited = _titles.Keys.Take(20).ToList();
        for (var number = 0; number < TracksPerRun; number++)
        {
            var hash = number < edited.Count ? edited[number] : Music.HashOf(BitConverter.GetBytes(random.NextInt64()));
            var title = $"Title {random.Next()}";
            _titles[hash] = title;
            var tags = new TrackTags { Title = title, ArtistName = "Artist", AlbumTitle = $"Album {number % 50}", DurationSecs = 1, Format = "flac" };
            var file = new LocalFile($"/nowhere/{hash}", hash, 1000, DateTimeOffset.UnixEpoch);
            await stores.Catalogue.ImportAsync(new TrackImport(file, tags, CoverHash: null), Cancellation);
        }
    }

    private static async Task RunAndKillAsync(string senderFolder, string receiverFolder, Random random)
    {
        using var receiving = await WholeNode.StartAsync(receiverFolder);
        using var sending = await WholeNode.StartAsync(senderFolder, "--seed", receiving.Address.ToString());
        // Real time, because the moment is to be any: nothing waits for it.
        await Task.Delay(TimeSpan.FromMilliseconds(random.Next(0, 1500)), TimeProvider.System, Cancellation);
        WholeNode[] order = random.Next(2) == 0 ? [receiving, sending] : [sending, receiving];
        foreach (var node in order)
        {
            await node.KillAsync();
        }
    }

    /// <summary>Whatever the sender believes that the receiver has processed is there.</summary>
    private async Task CheckPositionAsync(KilledStore senderStore, NodeId sender, KilledStore receiverStore, NodeId receiver)
    {
        await using var from = await senderStore.OpenAsync(Cancellation);
        await using var to = await receiverStore.OpenAsync(Cancellation);
        var position = await ReadPositionAsync(from, receiver);
        var after = _checked;
        while (await from.Catalogue.ListChangesAsync(after, 500, Cancellation) is { Tracks: { Count: > 0 } tracks } page && after < position)
        {
            // A page may reach beyond the position: its tracks in order of their changes.
            var covered = page.Last <= position ? tracks : await TracksUpToAsync(from.Catalogue, after, position);
            foreach (var track in covered)
            {
                Assert.Single(await to.Catalogue.ListCopiesAsync(track.Hash, Cancellation), copy => copy.Peer == sender);
                Assert.Equal(track.Tags.Title, (await to.Catalogue.FindTrackAsync(track.Hash, Cancellation))!.Tags.Title);
            }

            after = page.Last;
        }

        _checked = Math.Max(_checked, position);
    }

    private static async Task<IReadOnlyList<Track>> TracksUpToAsync(ICatalogue catalogue, long after, long position)
    {
        var tracks = new List<Track>();
        while (await catalogue.ListChangesAsync(after, 1, Cancellation) is { Tracks: [var track] } page && page.Last <= position)
        {
            tracks.Add(track);
            after = page.Last;
        }

        return tracks;
    }

    private static async Task<long> ReadPositionAsync(IStores stores, NodeId receiver)
    {
        if (await stores.GrainStates.ReadAsync("peer", receiver.ToString(), Cancellation) is not { } stored)
        {
            return 0;
        }

        using var state = JsonDocument.Parse(stored.Json);
        var position = state.RootElement.EnumerateObject().Single(property => property.Name.Equals("SentPosition", StringComparison.OrdinalIgnoreCase)).Value;
        return position.ValueKind == JsonValueKind.Null ? 0 : position.GetInt64();
    }

    private async Task<bool> HasTitlesAsync(ICatalogue catalogue)
    {
        foreach (var (hash, title) in _titles)
        {
            if ((await catalogue.FindTrackAsync(hash, Cancellation))?.Tags.Title != title)
            {
                return false;
            }
        }

        return true;
    }

    private async Task CheckAllAsync(NodeId sender, KilledStore receiverStore)
    {
        await using var stores = await receiverStore.OpenAsync(Cancellation);
        Assert.Equal(_titles.Count, await stores.Catalogue.CountCopiesAsync(sender, Cancellation));
        Assert.Equal(_titles.Count, (await stores.Catalogue.CountAsync(Cancellation)).RemoteTracks);
        Assert.True(await HasTitlesAsync(stores.Catalogue));
    }

    /// <summary>Where the program finds it, so that ids are known before the first start.</summary>
    private static NodeId MakeKey(string dataFolder)
    {
        var path = Path.Combine(dataFolder, "p2p", "secret_key");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return KeyFile.LoadOrCreate(path).NodeId;
    }
}
