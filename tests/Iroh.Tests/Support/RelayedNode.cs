using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SoundTime.Iroh.Datagrams;
using SoundTime.Iroh.Identity;
using SoundTime.Iroh.Relays;
using SoundTime.Testing;
using SoundTime.Wire;

namespace SoundTime.Iroh.Tests.Support;

/// <summary>A relay transport without an endpoint over it: the test takes the datagrams.</summary>
internal sealed class RelayedNode : IDatagramReceiver, IAsyncDisposable
{
    public RelayedNode(IEnumerable<RelayServer> relays, TimeProvider? time = null, ILogger? logger = null, bool allowsPrivateRelays = true)
    {
        Transport = new RelayTransport(new IrohEndpointOptions
        {
            SecretKey = Key,
            Protocol = Endpoints.Protocol,
            Relays = [.. relays],
            AllowsPrivateRelays = allowsPrivateRelays,
            TimeProvider = time ?? TimeProvider.System,
            Logger = logger ?? NullLogger.Instance,
        });
        Transport.HomeChanged += () => Homes.Enqueue(Transport.Home);
        Transport.Start();
    }

    public RelayedNode(params TestRelay[] relays)
        : this(relays.Select(relay => new RelayServer(relay.Url)))
    {
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public SecretKey Key { get; } = SecretKey.Generate();

    public NodeId Id => Key.NodeId;

    public RelayTransport Transport { get; }

    /// <summary>Each home that there was, none included.</summary>
    public ConcurrentQueue<RelayUrl?> Homes { get; } = new();

    /// <summary>What has come, and from whom.</summary>
    public List<(NodeId From, byte[] Bytes)> Received { get; } = [];

    public RelayStatus Status(RelayUrl relay) => Assert.Single(Transport.Statuses, status => status.Url == relay);

    /// <summary>Waits until it has this home, and <see cref="Homes"/> tells so: the one is there before the other.</summary>
    public async Task UntilHomeIs(TestRelay relay) => await Waiting.UntilAsync(() => Transport.Home == relay.Url && Homes.LastOrDefault() == relay.Url, Token);

    /// <summary>Waits for a problem of a relay whose text holds this.</summary>
    public async Task<RelayStatus> UntilProblem(RelayUrl relay, string text)
    {
        RelayStatus? last = null;
        await Waiting.UntilAsync(
            () => (last = Transport.Statuses.FirstOrDefault(status => status.Url == relay)) is { Problem: { } problem }
                && problem.Contains(text, StringComparison.Ordinal),
            Token,
            () => $"It says: {last?.Problem}");
        return last!;
    }

    public void Send(RelayUrl relay, NodeId to, byte[] datagrams, int? segmentSize = null) =>
        Transport.Send(Transport.PathTo(Transport.AddressOf(relay, to)), datagrams, segmentSize ?? datagrams.Length, 0);

    public async Task UntilReceived(int count) => await Waiting.UntilAsync(
        () =>
        {
            Transport.Receive(this);
            return Received.Count >= count;
        },
        Token,
        () => $"{Received.Count} have come.");

    public void OnDatagram(in DatagramPath path, Span<byte> datagram, byte ecn)
    {
        Assert.True(Transport.Carries(path));
        Assert.True(Transport.TryFind(path.Remote, out _, out var from));
        Received.Add((from, datagram.ToArray()));
    }

    public async ValueTask DisposeAsync()
    {
        await Transport.CloseAsync();
        Transport.Dispose();
    }
}
