using System.Net;
using SoundTime.Iroh.Datagrams;
using SoundTime.Iroh.Dialling;
using SoundTime.Iroh.Identity;
using SoundTime.Iroh.Quic;
using SoundTime.Iroh.Tests.Support;
using SoundTime.Testing;
using SoundTime.Wire;
using System.Runtime.CompilerServices;

namespace SoundTime.Iroh.Tests;

/// <summary>How places join a dial: in memory, with a clock that stands still unless a test moves it.</summary>
public sealed class DialTests : IAsyncLifetime
{
    private static readonly IPEndPoint Nowhere = new(IPAddress.Parse("192.0.2.250"), 9);

    private readonly ManualTime _time = new();
    private readonly MemoryNetwork _network = new();
    private readonly Lookup _lookup = new();
    private readonly IrohEndpoint _a;
    private readonly IrohEndpoint _b;
    private readonly IrohEndpoint _stranger;

    public DialTests()
    {
        _a = Start(_lookup);
        _b = Start();
        _stranger = Start();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _a.DisposeAsync();
        await _b.DisposeAsync();
        await _stranger.DisposeAsync();
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task Lookups_begin_after_the_head_start_and_what_they_find_is_dialled_at_once()
    {
        var connecting = _a.ConnectAsync(new NodeAddress(_b.Id, Nowhere), Token);
        await UntilAsync(() => _time.HasTimerIn(PlaceSearch.HeadStart));
        Assert.False(_lookup.WasAsked);
        _time.Advance(PlaceSearch.HeadStart);
        _lookup.Answer(Endpoints.AddressOf(_b));
        await using var connection = await connecting;
        Assert.Equal(_b.LocalEndPoints[0], connection.RemoteEndPoint);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task Where_somebody_else_answers_at_the_only_place_lookups_begin_at_once()
    {
        _lookup.Answer(Endpoints.AddressOf(_b));
        await using var connection = await _a.ConnectAsync(new NodeAddress(_b.Id, _stranger.LocalEndPoints[0]), Token);
        Assert.Equal(_b.LocalEndPoints[0], connection.RemoteEndPoint);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_node_that_answers_where_it_is_said_to_be_is_not_looked_up()
    {
        await using var connection = await _a.ConnectAsync(Endpoints.AddressOf(_b), Token);
        Assert.False(_lookup.WasAsked);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_dial_into_silence_ends_at_the_handshake_limit()
    {
        var connecting = _a.ConnectAsync(new NodeAddress(_b.Id, Nowhere), Token);
        _time.Advance(QuicLimits.HandshakeTimeout - TimeSpan.FromMilliseconds(1));
        Assert.False(connecting.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(ConnectFailure.TimedOut, (await Assert.ThrowsAsync<IrohConnectException>(() => connecting)).Reason);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_dial_that_nobody_answers_says_where_it_was_tried()
    {
        const int OtherPort = 10;
        var hasJoined = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _network.Passes = (path, _) => path.Remote.Port != OtherPort || hasJoined.TrySetResult() || true;
        _lookup.Answer(new NodeAddress(_b.Id, new IPEndPoint(Nowhere.Address, OtherPort)));
        var connecting = _a.ConnectAsync(new NodeAddress(_b.Id, Nowhere), Token);
        await UntilAsync(() => _time.HasTimerIn(PlaceSearch.HeadStart));
        _time.Advance(PlaceSearch.HeadStart);
        await hasJoined.Task;
        await UntilAsync(() =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            return connecting.IsCompleted;
        });
        var exception = await Assert.ThrowsAsync<IrohConnectException>(() => connecting);
        Assert.Equal(ConnectFailure.TimedOut, exception.Reason);
        Assert.EndsWith("It was tried at 192.0.2.250:9, 192.0.2.250:10.", exception.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_dial_that_is_given_up_ends_its_lookups()
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var connecting = _a.ConnectAsync(new NodeAddress(_b.Id), cancellation.Token);
        await UntilAsync(() => _lookup.WasAsked);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting);
        await UntilAsync(() => _lookup.WasCancelled);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task An_address_that_stands_for_a_relay_cannot_be_named()
    {
        await using var endpoint = IrohEndpoint.Bind(Endpoints.Options() with { BindTo = [new IPEndPoint(IPAddress.IPv6Any, 0)] });
        var exception = await Assert.ThrowsAsync<IrohConnectException>(
            () => endpoint.ConnectAsync(NodeAddress.Parse($"{_b.Id}@[fd15:70a:510b:1::1]:12345"), Token));
        Assert.Equal(ConnectFailure.NoAddress, exception.Reason);
    }

    [Fact]
    public void Udp_neither_leads_to_addresses_that_stand_for_relays_nor_carries_paths_that_begin_there()
    {
        var standIn = new DatagramAddress(IPAddress.Parse("fd15:70a:510b:1::1"), 12345);
        var other = new DatagramAddress(IPAddress.Parse("2001:db8::1"), 12345);
        using var transport = UdpTransport.Bind(new IPEndPoint(IPAddress.IPv6Any, 0));
        var own = new DatagramAddress(IPAddress.Parse("fd15:70a:510b:1::"), transport.LocalEndPoint.Port);
        Assert.False(transport.Reaches(standIn));
        Assert.False(transport.Carries(new DatagramPath(own, standIn)));
        Assert.True(transport.Reaches(other));
        Assert.True(transport.Carries(new DatagramPath(new DatagramAddress(IPAddress.IPv6Any, transport.LocalEndPoint.Port), other)));
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_node_at_a_relay_is_out_of_reach_without_relays_and_the_error_says_so()
    {
        await using var endpoint = Endpoints.Bind();
        var exception = await Assert.ThrowsAsync<IrohConnectException>(
            () => endpoint.ConnectAsync(new NodeAddress(_b.Id, [], [RelayUrl.Parse("https://relay.test/")]), Token));
        Assert.Equal(ConnectFailure.NoAddress, exception.Reason);
        Assert.Contains("uses no relays", exception.Message, StringComparison.Ordinal);
    }

    private Task UntilAsync(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string text = "") =>
        Waiting.UntilAsync(condition, Token, _time.ToString, text);

    private IrohEndpoint Start(params IAddressLookup[] lookups) =>
        IrohEndpoint.Start(Endpoints.Options(SecretKey.Generate()) with { TimeProvider = _time, AddressLookups = lookups }, [_network.Attach()]);

    /// <summary>Answers when it is told to.</summary>
    private sealed class Lookup : IAddressLookup
    {
        private readonly TaskCompletionSource<NodeAddress> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private volatile bool _wasAsked;
        private volatile bool _wasCancelled;

        public string Name => "a test";

        public bool WasAsked => _wasAsked;

        public bool WasCancelled => _wasCancelled;

        public void Answer(NodeAddress address) => _answer.SetResult(address);

        public async Task<NodeAddress> FindAsync(NodeId node, CancellationToken cancellationToken)
        {
            _wasAsked = true;
            try
            {
                return await _answer.Task.WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                _wasCancelled = true;
                throw;
            }
        }
    }
}
