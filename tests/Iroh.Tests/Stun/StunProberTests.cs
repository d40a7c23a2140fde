using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using SoundTime.Iroh.Datagrams;
using SoundTime.Iroh.Stun;
using SoundTime.Testing;

namespace SoundTime.Iroh.Tests.Stun;

public sealed class StunProberTests : IAsyncDisposable
{
    private static readonly DatagramAddress Server = new(IPEndPoint.Parse("192.0.2.1:3478"));
    private static readonly DatagramAddress Server6 = new(IPEndPoint.Parse("[2001:db8::1]:3478"));

    private readonly ManualTime _time = new();
    private readonly List<(DatagramAddress To, StunTransactionId Id)> _sent = [];
    private readonly CancellationTokenSource _end = new();
    private readonly StunProber _prober;
    private readonly Task _running;

    public StunProberTests()
    {
        // Names that are addresses: nothing is asked of the machine, and all happens on the thread that moves the clock.
        _prober = new StunProber([new NodeHost("192.0.2.1", 3478), new NodeHost("2001:db8::1", 3478)], OnSend, _time, NullLogger.Instance);
        _running = _prober.RunAsync(_end.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _running);
        _end.Dispose();
    }

    [Fact]
    public void Each_server_is_asked_and_what_it_sees_is_observed()
    {
        Assert.Equal([Server, Server6], _sent.Select(request => request.To));
        Answer(_sent[0], "203.0.113.5:40000");
        Assert.Equal(["203.0.113.5:40000"], Observed);
        Answer(_sent[1], "[2001:db8::5]:5000");
        Assert.Equal(["203.0.113.5:40000", "[2001:db8::5]:5000"], Observed);
    }

    [Fact]
    public void What_was_not_asked_for_is_ignored()
    {
        var (to, id) = _sent[0];
        Deliver(to, StunTransactionId.Generate(), "203.0.113.5:40000");
        Deliver(new DatagramAddress(IPEndPoint.Parse("192.0.2.1:3479")), id, "203.0.113.5:40000");
        Deliver(Server6, id, "203.0.113.5:40000");
        Deliver(to, id, "[2001:db8::5]:5000");
        _prober.OnDatagram(to, new byte[StunMessage.RequestLength]);
        Assert.Empty(Observed);

        Answer(_sent[0], "203.0.113.5:40000");
        Answer(_sent[0], "203.0.113.6:40000");
        Assert.Equal(["203.0.113.5:40000"], Observed);
    }

    [Fact]
    public async Task Whoever_waits_hears_of_a_change()
    {
        var waiting = _prober.WaitForChangeAsync([], TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);
        Answer(_sent[0], "203.0.113.5:40000");
        await waiting;
        await _prober.WaitForChangeAsync([], TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_question_is_repeated_and_a_server_that_stays_silent_is_forgotten()
    {
        Answer(_sent[0], "203.0.113.5:40000");
        Answer(_sent[1], "[2001:db8::5]:5000");
        var rounds = 0;
        while (Observed.Any() && rounds++ < 20)
        {
            var known = _sent.Count;
            await AdvanceAsync(StunProber.TryInterval, () => _time.HasTimerIn(StunProber.RoundInterval) || _sent.Count > known || Observed.Any());
            _time.Advance(StunProber.RoundInterval);
        }

        Assert.Empty(Observed);
        Assert.True(_sent.Count > 4);
    }

    private IEnumerable<string> Observed => _prober.Observed.Select(place => place.ToString());

    private async Task AdvanceAsync(TimeSpan time, Func<bool> condition)
    {
        _time.Advance(time);
        while (!condition())
        {
            await Task.Yield();
        }
    }

    private void OnSend(DatagramAddress to, ReadOnlyMemory<byte> bytes)
    {
        Assert.True(StunMessage.TryReadRequest(bytes.Span, out var id));
        _sent.Add((to, id));
    }

    private void Answer((DatagramAddress To, StunTransactionId Id) request, string observed) => Deliver(request.To, request.Id, observed);

    private void Deliver(DatagramAddress from, StunTransactionId id, string observed)
    {
        var bytes = new byte[StunMessage.MaxResponseLength];
        _prober.OnDatagram(from, bytes.AsSpan(0, StunMessage.WriteResponse(id, IPEndPoint.Parse(observed), bytes)));
    }
}
