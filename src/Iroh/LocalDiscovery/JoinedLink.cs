using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace SoundTime.Iroh.LocalDiscovery;

/// <summary>A link that this node takes part on: its sockets, and the task that takes turns.</summary>
internal sealed class JoinedLink : IAsyncDisposable
{
    private static readonly AddressFamily[] Families = [AddressFamily.InterNetwork, AddressFamily.InterNetworkV6];

    private readonly LocalDiscovery _discovery;
    private readonly CancellationTokenSource _end = new();
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly ITimer _timer;
    private readonly Task _turns;

    // Only the task that refreshes changes it, by putting another in its place.
    private volatile IReadOnlyDictionary<AddressFamily, (LinkSocket Socket, Task Hearing)> _sockets = new Dictionary<AddressFamily, (LinkSocket, Task)>();

    /// <summary>Takes part on a link, once <see cref="RefreshAsync"/> has opened sockets.</summary>
    public JoinedLink(LocalDiscovery discovery, LinkSwarm swarm, TimeProvider time)
    {
        (_discovery, Swarm) = (discovery, swarm);
        _timer = time.CreateTimer(_ => _wake.Writer.TryWrite(true), null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        _turns = TakeTurnsAsync();
    }

    /// <summary>This node among those on the link; guarded by the discovery's gate.</summary>
    public LinkSwarm Swarm { get; }

    /// <summary>Whether anything can be heard on it.</summary>
    public bool IsJoined => _sockets.Count > 0;

    /// <summary>Opens sockets for the families that the link has, and closes those of others and those that failed.</summary>
    public async Task RefreshAsync()
    {
        if (_turns.IsCompleted)
        {
            // It ends when this is disposed, or by an error of our own, which is not to go unnoticed.
            await _turns.ConfigureAwait(false);
        }

        var sockets = new Dictionary<AddressFamily, (LinkSocket Socket, Task Hearing)>();
        foreach (var family in Families)
        {
            var isWanted = Swarm.Link.Has(family);
            if (_sockets.TryGetValue(family, out var socket) && (!isWanted || socket.Hearing.IsCompleted))
            {
                await CloseAsync(socket).ConfigureAwait(false);
                socket = default;
            }

            if (isWanted && (socket.Socket is not null || TryJoin(family, out socket)))
            {
                sockets.Add(family, socket);
            }
        }

        _sockets = sockets;
    }

    /// <summary>Sends a message to the group of a family, or where that is null of any; answers whether it could.</summary>
    public bool Send(ReadOnlySpan<byte> message, AddressFamily? family)
    {
        var sockets = _sockets;
        var over = family ?? (sockets.ContainsKey(AddressFamily.InterNetwork) ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6);
        if (!sockets.TryGetValue(over, out var socket))
        {
            return false;
        }

        try
        {
            socket.Socket.Send(message);
            _discovery.SetProblem(Subject("send", over), null);
            return true;
        }
        catch (SocketException exception)
        {
            _discovery.SetProblem(Subject("send", over), $"{Swarm.Link.Name}: nothing can be sent to {LinkSocket.Group(over)} ({exception.Message}). Let the firewall pass UDP port {LinkSocket.Port} out, and see that the interface has a route for multicast.");
            return false;
        }
        catch (ObjectDisposedException)
        {
            // The interface is being left.
            return false;
        }
    }

    /// <summary>The interface and its families, for people.</summary>
    public override string ToString() =>
        $"{Swarm.Link.Name} ({string.Join(", ", _sockets.Keys.Select(family => family == AddressFamily.InterNetwork ? "IPv4" : "IPv6"))})";

    /// <summary>Leaves the link.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        await _timer.DisposeAsync().ConfigureAwait(false);
        foreach (var socket in _sockets.Values)
        {
            await CloseAsync(socket).ConfigureAwait(false);
        }

        await _turns.ConfigureAwait(false);
        foreach (var family in Families)
        {
            _discovery.SetProblem(Subject("join", family), null);
            _discovery.SetProblem(Subject("send", family), null);
        }

        _end.Dispose();
    }

    private static async Task CloseAsync((LinkSocket Socket, Task Hearing) socket)
    {
        socket.Socket.Dispose();
        await socket.Hearing.ConfigureAwait(false);
    }

    private bool TryJoin(AddressFamily family, out (LinkSocket Socket, Task Hearing) joined)
    {
        try
        {
            var socket = LinkSocket.Join(Swarm.Link, family);
            joined = (socket, HearAsync(socket));
            _discovery.SetProblem(Subject("join", family), null);
            return true;
        }
        catch (SocketException exception)
        {
            _discovery.SetProblem(Subject("join", family), $"{Swarm.Link.Name}: {LinkSocket.Group(family)} cannot be joined ({exception.Message}). If another program holds UDP port {LinkSocket.Port} for itself, let it share the port or end it.");
            joined = default;
            return false;
        }
    }

    private async Task HearAsync(LinkSocket socket)
    {
        // One byte more than is read, which tells what is too long.
        var buffer = new byte[LocalDiscoveryLimits.MaxMessage + 1];
        try
        {
            while (true)
            {
                var (length, sender) = await socket.ReceiveAsync(buffer, _end.Token).ConfigureAwait(false);
                _discovery.OnHeard(this, sender, buffer.AsSpan(0, length));
                _wake.Writer.TryWrite(true);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // It was closed, or the interface is gone; the next refresh sees to that.
        }
    }

    private async Task TakeTurnsAsync()
    {
        try
        {
            await foreach (var _ in _wake.Reader.ReadAllAsync(_end.Token).ConfigureAwait(false))
            {
                _timer.Change(_discovery.TakeTurn(this), Timeout.InfiniteTimeSpan);
            }
        }
        catch (OperationCanceledException)
        {
            // The link is left.
        }
    }

    private string Subject(string what, AddressFamily family) => string.Create(CultureInfo.InvariantCulture, $"{Swarm.Link.Index} {what} {family}");
}
