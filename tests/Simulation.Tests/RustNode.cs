using System.Collections.Concurrent;
using SoundTime.Iroh;
using SoundTime.Iroh.Identity;
using SoundTime.Wire;
using SoundTime.Wire.Messages;

namespace SoundTime.Simulation.Tests;

/// <summary>
/// A node that behaves as the Rust nodes do (protocol sheet, sections 1.3 and 3): one stream of a connection at a time, its whole catalogue on a
/// new connection after every Ping, one-way Pings to whom others name, the first announcer of a hash alone, and no edits.
/// </summary>
internal sealed class RustNode : IAsyncDisposable
{
    private const int PageEntries = 500;

    private readonly VirtualWorld _world;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentBag<Task> _tasks = [];
    private readonly ConcurrentDictionary<NodeId, bool> _registry = new();
    private readonly IReadOnlyList<TrackAnnouncement> _own;

    public RustNode(VirtualWorld world, SecretKey key, IReadOnlyList<TrackAnnouncement> own, IEnumerable<NodeId> seeds)
    {
        _world = world;
        _own = own;
        Endpoint = world.Start(key);
        Track(AcceptAsync());
        foreach (var seed in seeds)
        {
            Track(GreetAsync(seed));
        }
    }

    public IrohEndpoint Endpoint { get; }

    /// <summary>What it has heard of others, by hash.</summary>
    public ConcurrentDictionary<string, TrackAnnouncement> Received { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _world.Remove(Endpoint.Id);
        await Endpoint.DisposeAsync();
        await Task.WhenAll(_tasks);
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Track(ServeAsync(await Endpoint.AcceptConnectionAsync(_stopping.Token)));
            }
        }
        catch (Exception exception) when (exception is ObjectDisposedException or OperationCanceledException)
        {
        }
    }

    private async Task ServeAsync(IrohConnection connection)
    {
        _registry[connection.RemoteId] = true;
        try
        {
            while (true)
            {
                await using var stream = await connection.AcceptStreamAsync(_stopping.Token);
                using var bytes = new MemoryStream();
                await stream.CopyToAsync(bytes, _stopping.Token);
                await HandleAsync(connection.RemoteId, stream, MessageParser.Parse(bytes.ToArray().AsSpan(Frame.HeaderBytes)));
                stream.CompleteWrites();
            }
        }
        catch (Exception exception) when (IsTheNetwork(exception))
        {
        }
    }

    private async Task HandleAsync(NodeId peer, IrohStream stream, Message message)
    {
        switch (message)
        {
            case Ping:
                await stream.WriteAsync(Frame.Encode(new Pong(Endpoint.Id.ToString(), (ulong)_own.Count, "0.1.0")), _stopping.Token);
                Track(PushAsync(peer));
                break;
            case RequestCatalog:
                Track(PushAsync(peer));
                break;
            case AnnounceTrack announced:
                Receive(announced.Track);
                break;
            case CatalogSync catalogue:
                catalogue.Tracks.ToList().ForEach(Receive);
                break;
            case CatalogDelta delta:
                delta.Tracks.ToList().ForEach(Receive);
                break;
            case PeerExchange exchange:
                var known = _registry.Keys.Append(Endpoint.Id).Select(id => id.ToString()).ToList();
                await stream.WriteAsync(Frame.Encode(new PeerExchange(known)), _stopping.Token);
                foreach (var id in exchange.Peers.Except(known).Select(text => NodeId.Parse(text)))
                {
                    Track(VerifyAsync(id));
                }

                break;
            case FetchTrack:
                await stream.WriteAsync(new byte[Frame.HeaderBytes], _stopping.Token);
                break;
        }
    }

    private void Receive(TrackAnnouncement track) => Received.TryAdd(track.Hash, track);

    /// <summary>At the start each seed is asked, and gets the catalogue if it answers.</summary>
    private async Task GreetAsync(NodeId seed)
    {
        if (await SendAsync(seed, Ping.Instance, readsAnswer: true))
        {
            _registry[seed] = true;
            await PushAsync(seed);
        }
    }

    /// <summary>The Pong is never read.</summary>
    private async Task VerifyAsync(NodeId id)
    {
        if (await SendAsync(id, Ping.Instance, readsAnswer: false))
        {
            _registry[id] = true;
            await PushAsync(id);
        }
    }

    private async Task PushAsync(NodeId peer)
    {
        foreach (var page in _own.Chunk(PageEntries))
        {
            await SendAsync(peer, new CatalogSync(page), readsAnswer: true);
        }
    }

    private async Task<bool> SendAsync(NodeId peer, Message message, bool readsAnswer)
    {
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            try
            {
                if (_world.Find(peer) is { } place)
                {
                    await using var connection = await Endpoint.ConnectAsync(new NodeAddress(peer, place), _stopping.Token);
                    await using var stream = await connection.OpenStreamAsync(_stopping.Token);
                    await stream.WriteAsync(Frame.Encode(message), _stopping.Token);
                    stream.CompleteWrites();
                    if (readsAnswer)
                    {
                        await stream.CopyToAsync(Stream.Null, _stopping.Token);
                    }

                    return true;
                }
            }
            catch (Exception exception) when (IsTheNetwork(exception) && !_stopping.IsCancellationRequested)
            {
            }
            catch (Exception exception) when (IsTheNetwork(exception))
            {
                return false;
            }

            try
            {
                await Task.Delay(TimeSpan.FromSeconds(attempt), _world.Time, _stopping.Token);
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }

        return false;
    }

    private void Track(Task task) => _tasks.Add(task);

    private static bool IsTheNetwork(Exception exception) =>
        exception is IrohConnectException or IrohConnectionException or IrohStreamException or ObjectDisposedException or OperationCanceledException;
}
