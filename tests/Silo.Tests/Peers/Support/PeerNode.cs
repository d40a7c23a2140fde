using System.Collections.Concurrent;
using System.Net;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Data.Sqlite;
using SoundTime.Api;
using SoundTime.Grains.Embedded;
using SoundTime.Grains.Peers;
using SoundTime.Grains.Tracks;
using SoundTime.Iroh;
using SoundTime.Iroh.Identity;
using SoundTime.Silo.Hosting;
using SoundTime.Silo.Peers;
using SoundTime.Silo.Tests.Support;
using SoundTime.Storage;
using SoundTime.Storage.Blobs;
using SoundTime.Storage.Blocking;
using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Peers;
using SoundTime.Storage.Sqlite;
using SoundTime.Testing;
using SoundTime.Wire;

namespace SoundTime.Silo.Tests.Peers;

/// <summary>All of a node that talks to others, with real stores, on loopback, and a clock that the test moves.</summary>
internal sealed class PeerNode : IAsyncDisposable
{
    private const string DatabaseName = "soundtime.db";

    /// <summary>Services that wait for their time from the start on, each for <see cref="ChangeNotifier.PollInterval"/>: connections, changes, blocks.</summary>
    private const int WaitingServices = 3;

    /// <summary>Lines of the log that the text of a failure ends with.</summary>
    private const int LinesShown = 40;

    private readonly ConcurrentQueue<(LogLevel Level, string Text)> _log = new();
    private IHost? _host;

    private TemporaryFolder? _folder;

    /// <summary>Where its data lies.</summary>
    public required string Folder { get; init; }

    public required IrohEndpoint Endpoint { get; init; }

    public required SqliteStores Stores { get; init; }

    public ICatalogue Catalogue => Stores.Catalogue;

    public ManualTime Time { get; } = new();

    public NodeAddress Address => new(Endpoint.Id, Endpoint.LocalEndPoints[0]);

    public BlobStore Blobs => Service<BlobStore>();

    /// <summary>What grains were told, where none run.</summary>
    public NotingGrains Grains { get; } = new();

    /// <summary>The grain of a peer.</summary>
    public IPeerGrain GrainOf(NodeId peer) => Service<IGrainFactory>().GetGrain<IPeerGrain>(peer.ToString());

    public IPeerLink Link => Service<IPeerLink>();

    public IPeerBlocking Blocking => Service<IPeerBlocking>();

    public PeerClient Client => Service<PeerClient>();

    public TrackFetches Fetches => Service<TrackFetches>();

    /// <summary>What was logged as a warning or worse.</summary>
    public IEnumerable<string> Warnings => _log.Where(entry => entry.Level >= LogLevel.Warning).Select(entry => entry.Text);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<PeerNode> StartAsync(PeerNodeSetup? setup = null)
    {
        setup ??= new PeerNodeSetup();
        var folder = setup.DataFolder is null ? new TemporaryFolder() : null;
        var path = setup.DataFolder ?? folder!.Path;
        var node = new PeerNode
        {
            _folder = folder,
            Folder = path,
            Endpoint = setup.Endpoint ?? BindEndpoint(),
            Stores = await SqliteStores.OpenAsync(Path.Combine(path, DatabaseName), TimeProvider.System, NullLogger.Instance, Cancellation),
        };
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(LogLevel.Debug).AddProvider(new LogCollector(node._log));
        builder.Services.Configure<HostOptions>(host => host.ServicesStopConcurrently = true);
        builder.Services.AddSingleton<TimeProvider>(node.Time);
        builder.Services.AddStores(node.Stores);
        if (setup.Search is { } search)
        {
            builder.Services.AddSingleton(search);
        }

        builder.Services.AddSingleton(new BlobStore(setup.BlobFolder ?? Path.Combine(path, "blobs")));
        builder.Services.AddSingleton<LocalContent>();
        if (setup.HasGrains)
        {
            builder.Services.AddGrains(options => options.CopyArguments = true);
        }
        else
        {
            builder.Services.AddSingleton<IGrainFactory>(node.Grains);
        }

        node.Grains.BeginFetch = node.ListCopiesAsync;
        builder.Services.AddPeers(node.Endpoint, setup.Seeds);
        builder.Services.AddBlocking();
        node._host = builder.Build();
        await node._host.StartAsync(Cancellation);

        // A host starts its services on other threads. One that came to its first wait after a test has moved the clock would wait for another time.
        await node.UntilAsync(() => node.Time.CountTimersIn(ChangeNotifier.PollInterval) >= WaitingServices);
        return node;
    }

    public static IrohEndpoint BindEndpoint(string protocol = ProtocolInfo.Alpn, SecretKey? key = null, IPEndPoint? bindTo = null) =>
        IrohEndpoint.Bind(new IrohEndpointOptions
        {
            SecretKey = key ?? SecretKey.Generate(),
            Protocol = protocol,
            BindTo = [bindTo ?? new IPEndPoint(IPAddress.Loopback, 0)],
        });

    public T Service<T>()
        where T : notnull => _host!.Services.GetRequiredService<T>();

    /// <summary>Puts a file of these bytes into the catalogue.</summary>
    public Task<Track> AddTrackAsync(byte[] bytes, string? title = null) => AddTrackAsync(bytes, out _, title);

    public Task<Track> AddTrackAsync(byte[] bytes, out string path, string? title = null)
    {
        var hash = Music.HashOf(bytes);
        path = Path.Combine(Folder, $"{hash.ShortText}.flac");
        File.WriteAllBytes(path, bytes);
        return AddTrackAsync(path, hash, bytes.Length, File.GetLastWriteTimeUtc(path), title: title);
    }

    /// <summary>Puts a path into the catalogue, whatever is there.</summary>
    public async Task<Track> AddTrackAsync(string path, BlobHash hash, long size, DateTime modifiedAt, string? album = null, string? title = null)
    {
        var tags = new TrackTags { Title = title ?? hash.ShortText, ArtistName = "Artist", AlbumTitle = album, DurationSecs = 1, Format = "flac" };
        var file = new LocalFile(path, hash, size, new DateTimeOffset(modifiedAt, TimeSpan.Zero));
        return (await Catalogue.ImportAsync(new TrackImport(file, tags, CoverHash: null), Cancellation)).Track;
    }

    /// <summary>Peers that nothing of is held back, where no grains run.</summary>
    public HashSet<NodeId> Proven { get; } = [];

    /// <summary>Makes it known that a peer has a track, and where the peer is.</summary>
    public async Task LearnAsync(TestPeer peer, BlobHash hash, long size)
    {
        await LearnAsync(peer);
        await Catalogue.RecordAnnouncementsAsync(peer.Id, [Music.Announcement(hash, size)], Cancellation);
    }

    /// <summary>Makes a peer known that is online, and where it is.</summary>
    public Task LearnAsync(TestPeer peer) => LearnAsync(new PeerRecord
    {
        Id = peer.Id,
        AddedAt = Time.GetUtcNow(),
        IsOnline = true,
        Hosts = [.. peer.Address.Hosts.Select(host => host.ToString())],
    });

    public Task LearnAsync(PeerRecord peer) => Stores.Peers.SaveAsync(peer, Cancellation);

    /// <summary>Blocks a peer as the admin does.</summary>
    public async Task<BlockedDomain> BlockAsync(NodeId peer) => (await Blocking.BlockAsync(new BlockRequest(peer.ToString(), null), Cancellation))!;

    /// <summary>Makes the table of the blocked unreadable, as a damaged database would.</summary>
    public Task BreakBlockListAsync() => ExecuteAsync("ALTER TABLE blocked_domains RENAME TO lost");

    public Task MendBlockListAsync() => ExecuteAsync("ALTER TABLE lost RENAME TO blocked_domains");

    /// <summary>Moves the clock, second by second, until the task has ended.</summary>
    public async Task<T> MoveClockUntilAsync<T>(Task<T> task, [CallerArgumentExpression(nameof(task))] string text = "")
    {
        await UntilAsync(
            () =>
            {
                Time.Advance(TimeSpan.FromSeconds(1));
                return task.IsCompleted;
            },
            text);
        return await task;
    }

    /// <summary>Lets the timers of grains fire that are due now, until the task has ended; the clock stands still.</summary>
    public async Task<T> RunGrainsUntilAsync<T>(Task<T> task, [CallerArgumentExpression(nameof(task))] string text = "")
    {
        await RunGrainsUntilAsync(() => Task.FromResult(task.IsCompleted), text);
        return await task;
    }

    /// <summary>Lets the timers of grains fire that are due now, until something is so; the clock stands still.</summary>
    public Task RunGrainsUntilAsync(Func<Task<bool>> condition, [CallerArgumentExpression(nameof(condition))] string text = "") => UntilAsync(
        () =>
        {
            Time.Advance(TimeSpan.Zero);
            return condition();
        },
        text);

    /// <summary>Waits until a timer of the clock is due within this time. Others must be due later.</summary>
    public Task WhenTimerIsSetAsync(TimeSpan within) => UntilAsync(() => HasTimer(within), $"a timer is set within {within}");

    /// <summary>Whether a timer of the clock is due within this time.</summary>
    public bool HasTimer(TimeSpan within) => Time.NextTimer <= Time.GetUtcNow() + within;

    /// <summary>Waits until a text was logged so often.</summary>
    public Task WhenLoggedAsync(string text, int times = 1) =>
        UntilAsync(() => _log.Count(entry => entry.Text.Contains(text, StringComparison.Ordinal)) >= times, $"\"{text}\" is logged");

    /// <summary>Waits until something is so; fails when it is not for long.</summary>
    public Task UntilAsync(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string text = "") =>
        Waiting.UntilAsync(condition, Cancellation, Describe, text);

    /// <summary>Waits until something is so; fails when it is not for long.</summary>
    public Task UntilAsync(Func<Task<bool>> condition, [CallerArgumentExpression(nameof(condition))] string text = "") =>
        Waiting.UntilAsync(condition, Cancellation, Describe, text);

    public async ValueTask DisposeAsync()
    {
        await _host!.StopAsync(CancellationToken.None);
        _host.Dispose();
        await Endpoint.DisposeAsync();
        await Stores.DisposeAsync();
        _folder?.Dispose();
    }

    /// <summary>All copies that were announced, in the order in which they were.</summary>
    private async Task<FetchStart> ListCopiesAsync(BlobHash hash)
    {
        var copies = await Catalogue.ListCopiesAsync(hash, Cancellation);
        return new FetchStart(
            copies.Count == 0 ? FetchVerdict.NoCopy : FetchVerdict.Granted,
            [.. copies.Select(copy => new CopyOffer(copy.Peer.ToString(), copy.FileSize, IsOnline: true, Proven.Contains(copy.Peer), Score: 0))]);
    }

    private string Describe() => string.Join(Environment.NewLine, [Time.ToString(), "The log ends:", .. _log.TakeLast(LinesShown).Select(entry => entry.Text)]);

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(Folder, DatabaseName)};Pooling=False");
        await connection.OpenAsync(Cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    private sealed class LogCollector(ConcurrentQueue<(LogLevel Level, string Text)> log) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.Enqueue((logLevel, $"{formatter(state, exception)} {exception}"));

        public void Dispose()
        {
        }
    }
}
