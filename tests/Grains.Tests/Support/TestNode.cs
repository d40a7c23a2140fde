using System.Buffers.Binary;
using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NSubstitute;
using SoundTime.Grains.Embedded;
using SoundTime.Grains.PeerExchange;
using SoundTime.Grains.Peers;
using SoundTime.Grains.Search;
using SoundTime.Grains.Tracks;
using SoundTime.Storage.Blocking;
using SoundTime.Storage.Catalogue;
using SoundTime.Storage.GrainStates;
using SoundTime.Storage.Health;
using SoundTime.Storage.Peers;
using SoundTime.Storage.Search;
using SoundTime.Testing;
using SoundTime.Wire;

namespace SoundTime.Grains.Tests.Support;

/// <summary>
/// A node of grains on the embedded runtime, which copies what calls carry: its stores in memory, its network the <see cref="TestPeer"/>s, its clock moved by
/// hand. Stores and peers outlive a restart.
/// </summary>
internal sealed class TestNode : IAsyncDisposable
{
    private readonly Random _random;
    private ServiceProvider _services = null!;

    private TestNode(Random? random)
    {
        _random = random ?? new SteadyRandom();
        PeerStore = new MemoryPeerStore(Blocks);
        Link = new TestLink(this);
        TrackHealths = new MemoryTrackHealthStore(this);
    }

    public ManualTime Time { get; } = new();

    public MemoryBlockList Blocks { get; } = new();

    public MemoryPeerStore PeerStore { get; }

    public MemoryStates States { get; } = new();

    public MemoryReminders Reminders { get; } = new();

    public FilterMemory Memory { get; set; } = new(FilterMemory.DefaultBudget);

    public SearchLoad SearchLoad { get; } = new();

    public SearchOptions SearchOptions { get; set; } = new();

    public TestSearchLink Searches { get; } = new();

    public TestSearchIndex Index { get; } = new();

    /// <summary>Tracks of the catalogue here.</summary>
    public ConcurrentDictionary<BlobHash, Track> Tracks { get; } = new();

    /// <summary>Who holds which tracks, by the catalogue here.</summary>
    public ConcurrentDictionary<BlobHash, TrackHolders> Holders { get; } = new();

    /// <summary>Which copies of tracks peers offer, the longest known first.</summary>
    public ConcurrentDictionary<BlobHash, List<Copy>> Offers { get; } = new();

    public MemoryTrackHealthStore TrackHealths { get; }

    public TestTrackLink TrackLink { get; } = new();

    public HealthOptions HealthOptions { get; set; } = new();

    public MemoryLog Log { get; } = new();

    public TestLink Link { get; }

    /// <summary>All that the link was asked to do, in order.</summary>
    public ConcurrentQueue<string> Work { get; } = new();

    public ConcurrentDictionary<NodeId, TestPeer> Peers { get; } = new();

    /// <summary>Number of the last change of our tracks.</summary>
    public long LastChange { get; set; }

    /// <summary>Version of our filter; 0: there is none yet.</summary>
    public long FilterVersion { get; set; }

    /// <summary>How many tracks of a peer are recorded.</summary>
    public ConcurrentDictionary<NodeId, long> Copies { get; } = new();

    public Faults CatalogueFaults { get; } = new();

    public IGrainFactory Factory => _services.GetRequiredService<IGrainFactory>();

    public IPeerExchangeGrain Exchange => Factory.GetGrain<IPeerExchangeGrain>(PeerExchangeKey.Value);

    public int ActivationCount => Runtime.ActivationCount;

    private EmbeddedGrainRuntime Runtime => _services.GetRequiredService<EmbeddedGrainRuntime>();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<TestNode> StartAsync(Random? random = null)
    {
        var node = new TestNode(random);
        await node.StartRuntimeAsync();
        return node;
    }

    /// <summary>Ids in the order of their numbers.</summary>
    public static NodeId IdOf(int number)
    {
        var bytes = new byte[NodeId.Size];
        bytes[0] = 1;
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(1), number);
        return new NodeId(bytes);
    }

    public TestPeer AddPeer(int number = 1)
    {
        var peer = new TestPeer(IdOf(number), this);
        Peers[peer.Id] = peer;
        return peer;
    }

    /// <summary>A peer that has connected and answered, and was sent all there is.</summary>
    public async Task<TestPeer> MeetAsync(int number = 1)
    {
        var peer = AddPeer(number);
        await peer.Grain.SeenAsync("192.0.2.1:4433", Cancel);
        await AdvanceAsync(TimeSpan.Zero);
        return peer;
    }

    /// <summary>Moves the clock from timer to timer, and lets all turns end after each.</summary>
    public async Task AdvanceAsync(TimeSpan time)
    {
        var end = Time.GetUtcNow() + time;
        await Runtime.DrainAsync(Cancel);
        while (Time.NextTimer is { } next && next <= end)
        {
            Time.Advance(next > Time.GetUtcNow() ? next - Time.GetUtcNow() : TimeSpan.Zero);
            await Runtime.DrainAsync(Cancel);
        }

        Time.Advance(end - Time.GetUtcNow());
        await Runtime.DrainAsync(Cancel);
    }

    public async Task RestartAsync()
    {
        await Runtime.StopAsync(Cancel);
        await StartAgainAsync();
    }

    /// <summary>Ends the process without a word. What waits at a gate never goes on.</summary>
    public async Task KillAsync()
    {
        States.Faults.IsFailing = false;
        foreach (var peer in Peers.Values)
        {
            peer.PageGate = peer.PingGate = null;
        }

        await StartAgainAsync();
    }

    public async ValueTask DisposeAsync() => await _services.DisposeAsync();

    private async Task StartAgainAsync()
    {
        await _services.DisposeAsync();
        await StartRuntimeAsync();
    }

    private async Task StartRuntimeAsync()
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(Log).SetMinimumLevel(LogLevel.Debug));
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton(_random);
        services.AddSingleton<IBlockList>(Blocks);
        services.AddSingleton<IPeerStore>(PeerStore);
        services.AddSingleton<IGrainStateStore>(States);
        services.AddSingleton<IReminderStore>(Reminders);
        services.AddSingleton<IPeerLink>(Link);
        services.AddSingleton(NewCatalogue());
        services.AddSingleton(Memory);
        services.AddSingleton(SearchLoad);
        services.AddSingleton(SearchOptions);
        services.AddSingleton<ISearchLink>(Searches);
        services.AddSingleton<ISearchIndex>(Index);
        services.AddSingleton<ITrackHealthStore>(TrackHealths);
        services.AddSingleton<ITrackLink>(TrackLink);
        services.AddSingleton(HealthOptions);
        services.AddEmbeddedGrains(typeof(PeerGrain).Assembly, options => options.CopyArguments = true);
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true, ValidateOnBuild = true });
        await Runtime.StartAsync(Cancel);
    }

    private ICatalogue NewCatalogue()
    {
        var catalogue = Substitute.For<ICatalogue>();
        catalogue.FindLastChangeAsync(Arg.Any<CancellationToken>()).Returns(_ =>
        {
            CatalogueFaults.Check();
            return LastChange;
        });
        catalogue.CountCopiesAsync(Arg.Any<NodeId>(), Arg.Any<CancellationToken>()).Returns(call =>
        {
            CatalogueFaults.Check();
            return Copies.GetValueOrDefault(call.Arg<NodeId>());
        });
        catalogue.FindTrackAsync(Arg.Any<BlobHash>(), Arg.Any<CancellationToken>()).Returns(call =>
        {
            CatalogueFaults.Check();
            return Tracks.GetValueOrDefault(call.Arg<BlobHash>());
        });
        catalogue.ListCopiesAsync(Arg.Any<BlobHash>(), Arg.Any<CancellationToken>()).Returns(call =>
        {
            CatalogueFaults.Check();
            return Offers.GetValueOrDefault(call.Arg<BlobHash>(), []);
        });
        catalogue.FindHoldersAsync(Arg.Any<IReadOnlyCollection<BlobHash>>(), Arg.Any<int>(), Arg.Any<CancellationToken>()).Returns(call =>
        {
            CatalogueFaults.Check();
            return call.Arg<IReadOnlyCollection<BlobHash>>().Where(Holders.ContainsKey).ToDictionary(hash => hash, hash => Holders[hash]);
        });
        return catalogue;
    }
}
