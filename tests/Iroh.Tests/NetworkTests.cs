using System.Security.Cryptography;
using SoundTime.Iroh.Tests.Support;
using SoundTime.Testing;

namespace SoundTime.Iroh.Tests;

/// <summary>What happens when the network loses, falls silent or moves: in memory, in virtual time.</summary>
public sealed class NetworkTests : IAsyncLifetime
{
    private readonly ManualTime _time = new();
    private readonly MemoryNetwork _network = new();
    private readonly Datagrams.IDatagramTransport _place;
    private readonly Datagrams.DatagramAddress _placeAddress;
    private readonly IrohEndpoint _a;
    private readonly IrohEndpoint _b;
    private readonly PassingTime _clock;

    public NetworkTests()
    {
        _place = _network.Attach();
        _placeAddress = new Datagrams.DatagramAddress(_place.LocalEndPoint);
        _a = IrohEndpoint.Start(Endpoints.Options() with { TimeProvider = _time }, [_place]);
        _b = IrohEndpoint.Start(Endpoints.Options() with { TimeProvider = _time }, [_network.Attach()]);
        _clock = new PassingTime(_time, _network, _a, _b);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _clock.Dispose();
        await _a.DisposeAsync();
        await _b.DisposeAsync();
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task Silence_ends_a_connection_after_the_idle_limit()
    {
        var (dialled, accepted) = await Endpoints.ConnectAsync(_a, _b, Token);
        var start = _clock.Halt(() =>
        {
            _network.Passes = (_, _) => false;
            return _time.GetUtcNow();
        });
        Assert.Equal(CloseCause.TimedOut, (await dialled.Closed.WaitAsync(Token)).Cause);
        Assert.Equal(CloseCause.TimedOut, (await accepted.Closed.WaitAsync(Token)).Cause);
        Assert.InRange(_time.GetUtcNow() - start, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(60));
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_connection_without_traffic_stays_up()
    {
        var (dialled, accepted) = await Endpoints.ConnectAsync(_a, _b, Token);
        var until = _time.GetUtcNow() + TimeSpan.FromMinutes(3);
        await Waiting.UntilAsync(() => _time.GetUtcNow() > until || dialled.Closed.IsCompleted || accepted.Closed.IsCompleted, Token, _time.ToString);
        Assert.False(dialled.Closed.IsCompleted || accepted.Closed.IsCompleted);
        await Endpoints.OpenAsync(dialled, accepted, Token);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_writer_hears_that_nobody_reads_although_all_it_wrote_was_lost()
    {
        var (dialled, accepted) = await Endpoints.ConnectAsync(_a, _b, Token);
        var (opened, received) = await Endpoints.OpenAsync(dialled, accepted, Token);
        var writing = _clock.Halt(() =>
        {
            var heal = _time.GetUtcNow() + TimeSpan.FromSeconds(3);
            _network.Passes = (path, _) => _time.GetUtcNow() >= heal || !path.Local.Equals(_placeAddress);
            var writing = opened.WriteAsync(new byte[4 << 20], Token).AsTask();
            received.AbortRead(7);
            return writing;
        });
        var exception = await Assert.ThrowsAsync<IrohStreamException>(() => writing);
        Assert.Equal(StreamFailure.StoppedByPeer, exception.Reason);
    }

    [Theory(Timeout = Waiting.TestLimit)]
    [InlineData(10)]
    [InlineData(25)]
    public async Task What_the_network_loses_is_sent_again(int everyNth)
    {
        var count = 0;
        _network.Passes = (_, _) => Interlocked.Increment(ref count) % everyNth != 0;
        var (dialled, accepted) = await Endpoints.ConnectAsync(_a, _b, Token);
        var data = RandomNumberGenerator.GetBytes(2_000_000);
        var (opened, received) = await Endpoints.OpenAsync(dialled, accepted, Token);
        var writing = Task.Run(async () =>
        {
            await opened.WriteAsync(data, Token);
            opened.CompleteWrites();
        }, Token);
        using var result = new MemoryStream();
        await received.CopyToAsync(result, Token);
        await writing;
        Assert.True(data.AsSpan().SequenceEqual(result.ToArray()));
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_client_whose_network_address_changes_in_mid_transfer_is_followed()
    {
        var (dialled, accepted) = await Endpoints.ConnectAsync(_a, _b, Token);
        var before = accepted.RemoteEndPoint;
        var data = RandomNumberGenerator.GetBytes(4_000_000);
        var (opened, received) = await Endpoints.OpenAsync(dialled, accepted, Token);
        var writing = Task.Run(async () =>
        {
            await opened.WriteAsync(data.AsMemory(0, 1_000_000), Token);
            _network.Move(_place);
            await opened.WriteAsync(data.AsMemory(1_000_000), Token);
            opened.CompleteWrites();
        }, Token);
        using var result = new MemoryStream();
        await received.CopyToAsync(result, Token);
        await writing;
        Assert.True(data.AsSpan().SequenceEqual(result.ToArray()));
        Assert.NotEqual(before, accepted.RemoteEndPoint);
    }
}
