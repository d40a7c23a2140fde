using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SoundTime.Iroh;
using SoundTime.Iroh.Identity;
using SoundTime.Silo.Peers;
using SoundTime.Silo.Tests.Support;
using SoundTime.Storage;
using SoundTime.Storage.Blobs;
using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Sqlite;
using SoundTime.Testing;
using SoundTime.Wire;

namespace SoundTime.Silo.Tests.Peers;

/// <summary>All of a node that talks to others, with real stores, on loopback, and a clock that the test moves.</summary>
internal sealed class PeerNode : IAsyncDisposable
{
    private readonly ConcurrentQueue<(LogLevel Level, string Text)> _log = new();
    private IHost? _host;

    public required TemporaryFolder Folder { get; init; }

    public required IrohEndpoint Endpoint { get; init; }

    public required SqliteStores Stores { get; init; }

    public ICatalogue Catalogue => Stores.Catalogue;

    public ManualTime Time { get; } = new();

    public NodeAddress Address => new(Endpoint.Id, Endpoint.LocalEndPoints[0]);

    public BlobStore Blobs => Service<BlobStore>();

    public PeerDirectory Directory => Service<PeerDirectory>();

    public PeerClient Client => Service<PeerClient>();

    public TrackFetches Fetches => Service<TrackFetches>();

    /// <summary>What was logged as a warning or worse.</summary>
    public IEnumerable<string> Warnings => _log.Where(entry => entry.Level >= LogLevel.Warning).Select(entry => entry.Text);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<PeerNode> StartAsync(string? blobFolder = null, params NodeAddress[] seeds)
    {
        var folder = new TemporaryFolder();
        var node = new PeerNode
        {
            Folder = folder,
            Endpoint = BindEndpoint(),
            Stores = await SqliteStores.OpenAsync(
                Path.Combine(folder.Path, "soundtime.db"), TimeProvider.System, NullLogger.Instance, Cancellation),
        };
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(LogLevel.Debug).AddProvider(new LogCollector(node._log));
        builder.Services.AddSingleton<TimeProvider>(node.Time);
        builder.Services.AddSingleton(node.Catalogue);
        builder.Services.AddSingleton(new BlobStore(blobFolder ?? Path.Combine(folder.Path, "blobs")));
        builder.Services.AddSingleton<LocalContent>();
        builder.Services.AddPeers(node.Endpoint, seeds);
        node._host = builder.Build();
        await node._host.StartAsync(Cancellation);
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
    public Task<Track> AddTrackAsync(byte[] bytes) => AddTrackAsync(bytes, out _);

    public Task<Track> AddTrackAsync(byte[] bytes, out string path)
    {
        var hash = Music.HashOf(bytes);
        path = Path.Combine(Folder.Path, $"{hash.ShortText}.flac");
        File.WriteAllBytes(path, bytes);
        return AddTrackAsync(path, hash, bytes.Length, File.GetLastWriteTimeUtc(path));
    }

    /// <summary>Puts a path into the catalogue, whatever is there.</summary>
    public async Task<Track> AddTrackAsync(string path, BlobHash hash, long size, DateTime modifiedAt)
    {
        var tags = new TrackTags { Title = hash.ShortText, ArtistName = "Artist", DurationSecs = 1, Format = "flac" };
        var file = new LocalFile(path, hash, size, new DateTimeOffset(modifiedAt, TimeSpan.Zero));
        return (await Catalogue.ImportAsync(new TrackImport(file, tags, CoverHash: null), Cancellation)).Track;
    }

    /// <summary>Makes it known that a peer has a track, and where the peer is.</summary>
    public async Task LearnAsync(TestPeer peer, BlobHash hash, long size)
    {
        Directory.AddSeed(peer.Address);
        await Catalogue.RecordAnnouncementsAsync(peer.Id, [Music.Announcement(hash, size)], Cancellation);
    }

    /// <summary>Moves the clock, second by second, until the task has ended.</summary>
    public async Task<T> MoveClockUntilAsync<T>(Task<T> task)
    {
        while (!task.IsCompleted)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        return await task;
    }

    /// <summary>Waits until a timer of the clock is due within this time. Others must be due later.</summary>
    public Task WhenTimerIsSetAsync(TimeSpan within) => UntilAsync(() => HasTimer(within));

    /// <summary>Whether a timer of the clock is due within this time.</summary>
    public bool HasTimer(TimeSpan within) => Time.NextTimer <= Time.GetUtcNow() + within;

    /// <summary>Waits until a text was logged so often.</summary>
    public Task WhenLoggedAsync(string text, int times = 1) =>
        UntilAsync(() => _log.Count(entry => entry.Text.Contains(text, StringComparison.Ordinal)) >= times);

    /// <summary>Waits until something is so; fails when it is not for long.</summary>
    public static Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));

    /// <summary>Waits until something is so; fails when it is not for long.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(RunningProgram.Patience);
        while (!await condition())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host!.StopAsync(CancellationToken.None);
        _host.Dispose();
        await Endpoint.DisposeAsync();
        await Stores.DisposeAsync();
        Folder.Dispose();
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
