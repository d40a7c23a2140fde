using System.Security.Cryptography;
using SoundTime.Iroh.Datagrams;
using SoundTime.Iroh.Identity;
using SoundTime.Iroh.Native;
using SoundTime.Iroh.Quic;
using SoundTime.Iroh.Tests.Support;
using SoundTime.Testing;
using System.Runtime.CompilerServices;

namespace SoundTime.Iroh.Tests;

/// <summary>Connections that begin over a relay and leave it: in memory, in virtual time.</summary>
public sealed class MigrationTests : IAsyncLifetime
{
    private static readonly TimeSpan RelayLatency = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan DirectLatency = TimeSpan.FromMilliseconds(5);

    private readonly SecretKey _keyOfB = SecretKey.Generate();
    private readonly ManualTime _time = new();
    private readonly MemoryNetwork _network;
    private readonly IDatagramTransport _directOfB;
    private readonly IDatagramTransport _relayOfB;
    private readonly IDatagramTransport _directOfA;
    private readonly IrohEndpoint _a;
    private readonly IrohEndpoint _b;
    private readonly IrohEndpoint _stranger;
    private readonly PassingTime _clock;
    private volatile bool _isRelayAlive = true;
    private volatile bool _isDirectOpen = true;

    public MigrationTests()
    {
        _network = new MemoryNetwork(_time)
        {
            Latency = path => MemoryNetwork.IsRelayed(path.Remote) ? RelayLatency : DirectLatency,
            Passes = (path, _) => MemoryNetwork.IsRelayed(path.Remote) ? _isRelayAlive : _isDirectOpen,
        };
        _directOfA = _network.Attach();
        _directOfB = _network.Attach();
        _relayOfB = _network.AttachToRelay();
        _a = Start(_directOfA, _network.AttachToRelay());
        _b = IrohEndpoint.Start(Endpoints.Options(_keyOfB) with { TimeProvider = _time }, [_directOfB, _relayOfB]);
        _stranger = Start(_network.Attach());
        _clock = new PassingTime(_time, _network, _a, _b, _stranger);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _clock.Dispose();
        await _a.DisposeAsync();
        await _b.DisposeAsync();
        await _stranger.DisposeAsync();
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_connection_through_a_relay_says_so_and_has_no_address()
    {
        var (dialled, accepted) = await ConnectOverRelayAsync();
        foreach (var (connection, reason) in new[] { (dialled, PathReason.AnsweredFirst), (accepted, PathReason.PeerChose) })
        {
            Assert.Equal(new ConnectionPath(null, RelayUrl.Parse("https://relay.test/"), reason), connection.Path);
            Assert.Null(connection.RemoteEndPoint);
            Assert.False(connection.Path.IsDirect);
        }

        await UntilAsync(() => dialled.RoundTripTime is { } time && time >= 2 * RelayLatency && time < 4 * RelayLatency);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_transfer_moves_from_the_relay_to_a_direct_path_and_goes_on_when_the_relay_dies()
    {
        var (dialled, accepted) = await ConnectOverRelayAsync();
        await TransferAsync(dialled, accepted, () => dialled.AddPlaces([Address(_directOfB)]), async () =>
        {
            await UntilAsync(() => dialled.Path.IsDirect && accepted.Path.IsDirect);
            _isRelayAlive = false;
        });
        Assert.Equal(new ConnectionPath(_directOfB.LocalEndPoint, null, PathReason.MovedToDirect), dialled.Path);
        Assert.Equal(new ConnectionPath(_directOfA.LocalEndPoint, null, PathReason.PeerMoved), accepted.Path);
        await UntilAsync(() => dialled.RoundTripTime is { } time && time >= 2 * DirectLatency && time < 2 * RelayLatency);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task What_the_peer_sends_comes_whole_while_the_connection_moves()
    {
        var (dialled, accepted) = await ConnectOverRelayAsync();
        await TransferAsync(accepted, dialled, () => dialled.AddPlaces([Address(_directOfB)]), async () =>
        {
            await UntilAsync(() => dialled.Path.IsDirect && accepted.Path.IsDirect);
            _isRelayAlive = false;
        });
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_reset_for_a_packet_that_was_late_on_the_old_path_does_not_end_a_connection_that_has_moved()
    {
        IrohConnection? moved = null;
        (DatagramPath Path, byte[] Bytes) late = default;
        var resets = 0;
        var passes = _network.Passes;
        _network.Passes = (path, bytes) =>
        {
            var isShort = bytes.Span[0] < 0x80;
            if (isShort && path.Remote.Equals(Address(_relayOfB)))
            {
                late = (path, bytes.ToArray());
            }
            else if (isShort && path.Remote.Equals(Address(_directOfB)) && moved is { Path.IsDirect: true })
            {
                // As a peer answers that forgets at once an id that was given back: ours remembers it for a while.
                resets++;
                _relayOfB.Send(new DatagramPath(late.Path.Remote, late.Path.Local), ResetFor(_keyOfB, late.Bytes), 1200, 0);
            }

            return passes(path, bytes);
        };
        (moved, var accepted) = await ConnectOverRelayAsync();
        await TransferAsync(
            moved, accepted, () => moved.AddPlaces([Address(_directOfB)]), () => UntilAsync(() => moved.Path.IsDirect && accepted.Path.IsDirect));
        Assert.NotEqual(0, resets);
        Assert.False(moved.Closed.IsCompleted);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task An_idle_connection_moves_too_and_both_sides_use_the_new_path_at_once()
    {
        var (dialled, accepted) = await ConnectOverRelayAsync();
        dialled.AddPlaces([Address(_directOfB)]);
        await UntilAsync(() => dialled.Path.IsDirect && accepted.Path.IsDirect);
        _isRelayAlive = false;
        await Endpoints.OpenAsync(accepted, dialled, Token);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task Places_where_nobody_or_somebody_else_answers_cost_nothing()
    {
        _isDirectOpen = false;
        var (dialled, accepted) = await ConnectOverRelayAsync();
        dialled.AddPlaces([Address(_directOfB), new DatagramAddress(System.Net.IPAddress.Parse("192.0.2.250"), 9), new DatagramAddress(_stranger.LocalEndPoints[0])]);
        await TransferAsync(dialled, accepted, () => { }, () => Task.CompletedTask);
        var until = _time.GetUtcNow() + TimeSpan.FromMinutes(5);
        await UntilAsync(() => _time.GetUtcNow() > until);
        Assert.False(dialled.Path.IsDirect || accepted.Path.IsDirect || dialled.Closed.IsCompleted);
        await TransferAsync(accepted, dialled, () => { }, () => Task.CompletedTask);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_path_that_works_later_is_taken_then()
    {
        _isDirectOpen = false;
        var (dialled, accepted) = await ConnectOverRelayAsync();
        dialled.AddPlaces([new DatagramAddress(_stranger.LocalEndPoints[0]), Address(_directOfB)]);
        var open = _time.GetUtcNow() + TimeSpan.FromSeconds(20);
        await UntilAsync(() => _time.GetUtcNow() > open);
        Assert.False(dialled.Path.IsDirect);
        _isDirectOpen = true;
        await UntilAsync(() => dialled.Path.IsDirect && accepted.Path.IsDirect);
        Assert.Equal(_directOfB.LocalEndPoint, dialled.RemoteEndPoint);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_dial_that_the_relay_answers_first_moves_to_the_direct_place_it_named()
    {
        _isDirectOpen = false;
        var (dialled, accepted) = await ConnectAsync(_directOfB, _relayOfB);
        Assert.False(dialled.Path.IsDirect);
        _isDirectOpen = true;
        await UntilAsync(() => dialled.Path.IsDirect && accepted.Path.IsDirect);
    }

    [Theory(Timeout = Waiting.TestLimit)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_moved_connection_survives_a_new_address_of_its_client_in_mid_transfer(bool isClientSending)
    {
        var (dialled, accepted) = await ConnectOverRelayAsync();
        dialled.AddPlaces([Address(_directOfB)]);
        await UntilAsync(() => dialled.Path.IsDirect && accepted.Path.IsDirect);
        var before = accepted.RemoteEndPoint;
        var (from, to) = isClientSending ? (dialled, accepted) : (accepted, dialled);
        await TransferAsync(from, to, () => _network.Move(_directOfA), () => Task.CompletedTask);
        await UntilAsync(() => !before!.Equals(accepted.RemoteEndPoint));
    }

    private static DatagramAddress Address(IDatagramTransport transport) => new(transport.LocalEndPoint);

    private static NodeHost Host(IDatagramTransport transport) => new(transport.LocalEndPoint.Address.ToString(), transport.LocalEndPoint.Port);

    private IrohEndpoint Start(params IDatagramTransport[] transports) =>
        IrohEndpoint.Start(Endpoints.Options(SecretKey.Generate()) with { TimeProvider = _time }, transports);

    private Task<(IrohConnection Dialled, IrohConnection Accepted)> ConnectOverRelayAsync() => ConnectAsync(_relayOfB);

    private async Task<(IrohConnection Dialled, IrohConnection Accepted)> ConnectAsync(params IDatagramTransport[] places)
    {
        _clock.IsSlow = true;
        var accepting = _b.AcceptConnectionAsync(Token).AsTask();
        var dialled = await _a.ConnectAsync(new NodeAddress(_b.Id, [.. places.Select(Host)]), Token);
        var accepted = await accepting;
        _clock.IsSlow = false;
        return (dialled, accepted);
    }

    /// <summary>Sends 4 MB, with something that happens after the first, and something that happens while the rest is on its way.</summary>
    private static async Task TransferAsync(IrohConnection from, IrohConnection to, Action afterFirst, Func<Task> meanwhile)
    {
        var data = RandomNumberGenerator.GetBytes(4_000_000);
        var (opened, received) = await Endpoints.OpenAsync(from, to, Token);
        var writing = Task.Run(async () =>
        {
            await opened.WriteAsync(data.AsMemory(0, 1_000_000), Token);
            afterFirst();
            await opened.WriteAsync(data.AsMemory(1_000_000, 1_000_000), Token);
            await meanwhile();
            await opened.WriteAsync(data.AsMemory(2_000_000), Token);
            opened.CompleteWrites();
        }, Token);
        using var result = new MemoryStream();
        await received.CopyToAsync(result, Token);
        await writing;
        Assert.True(data.AsSpan().SequenceEqual(result.ToArray()));
    }

    /// <summary>The stateless reset that an endpoint answers a packet with, whose id it does not know (RFC 9000, section 10.3).</summary>
    private static unsafe byte[] ResetFor(SecretKey key, ReadOnlySpan<byte> packet)
    {
        var secret = HMACSHA256.HashData(key.Seed, "SoundTime stateless reset"u8);
        var id = new ConnectionId(packet.Slice(1, QuicLimits.ConnectionIdLength));
        var reset = RandomNumberGenerator.GetBytes(43);
        reset[0] = 0x40;
        fixed (byte* secretBytes = secret)
        fixed (byte* token = reset.AsSpan(reset.Length - 16))
        {
            Assert.Equal(0, Ngtcp2.GenerateResetToken(token, secretBytes, (nuint)secret.Length, &id));
        }

        return reset;
    }

    private Task UntilAsync(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string text = "") =>
        Waiting.UntilAsync(condition, Token, _time.ToString, text);
}
