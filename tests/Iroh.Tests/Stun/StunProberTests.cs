using System.Net;
using System.Threading.Channels;
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
    private readonly Channel<(DatagramAddress To, StunTransactionId Id)> _sent = Channel.CreateUnbounded<(DatagramAddress, StunTransactionId)>();
    private readonly CancellationTokenSource _end = new();
    private readonly StunProber _prober;
    private readonly Task _running;

    public StunProberTests()
    {
        _prober = new StunProber([new NodeHost("192.0.2.1", 3478), new NodeHost("2001:db8::1", 3478)], OnSend, _time, NullLogger.Instance);
        _running = _prober.RunAsync(_end.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _running);
        _end.Dispose();
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task Each_server_is_asked_and_what_it_sees_is_observed()
    {
        var (first, second) = (await ReadRequestAsync(), await ReadRequestAsync());
        Assert.Equal((Server, Server6), (first.To, second.To));
        Answer(first, "203.0.113.5:40000");
        Assert.Equal(["203.0.113.5:40000"], Observed);
        Answer(second, "[2001:db8::5]:5000");
        Assert.Equal(["203.0.113.5:40000", "[2001:db8::5]:5000"], Observed);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task What_was_not_asked_for_is_ignored()
    {
        var request = await ReadRequestAsync();
        var (to, id) = request;
        Deliver(to, StunTransactionId.Generate(), "203.0.113.5:40000");
        Deliver(new DatagramAddress(IPEndPoint.Parse("192.0.2.1:3479")), id, "203.0.113.5:40000");
        Deliver(Server6, id, "203.0.113.5:40000");
        Deliver(to, id, "[2001:db8::5]:5000");
        _prober.OnDatagram(to, new byte[StunMessage.RequestLength]);
        Assert.Empty(Observed);

        Answer(request, "203.0.113.5:40000");
        Answer(request, "203.0.113.6:40000");
        Assert.Equal(["203.0.113.5:40000"], Observed);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task Whoever_waits_hears_of_a_change()
    {
        var waiting = _prober.WaitForChangeAsync([], Token);
        Assert.False(waiting.IsCompleted);
        Answer(await ReadRequestAsync(), "203.0.113.5:40000");
        await waiting;
        await _prober.WaitForChangeAsync([], Token);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_question_is_repeated_and_what_a_server_saw_is_forgotten_when_it_stays_silent()
    {
        Answer(await ReadRequestAsync(), "203.0.113.5:40000");
        Answer(await ReadRequestAsync(), "[2001:db8::5]:5000");
        var forgotten = _prober.WaitForChangeAsync(_prober.Observed, Token);
        await PassTryAsync();
        _time.Advance(StunProber.RoundInterval - StunProber.TryInterval);
        for (var round = 0; round < 3; round++)
        {
            // Each question is asked three times, with the same id.
            var first = await ReadRequestAsync();
            var second = await ReadRequestAsync();
            await PassTryAsync();
            for (var again = 0; again < 2; again++)
            {
                Assert.Equivalent(new[] { first, second }, new[] { await ReadRequestAsync(), await ReadRequestAsync() });
                await PassTryAsync();
            }

            _time.Advance(StunProber.RoundInterval - (3 * StunProber.TryInterval));
        }

        await forgotten;
        Assert.DoesNotContain(Observed, place => place.StartsWith("203", StringComparison.Ordinal));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IEnumerable<string> Observed => _prober.Observed.Select(place => place.ToString());

    private ValueTask<(DatagramAddress To, StunTransactionId Id)> ReadRequestAsync() => _sent.Reader.ReadAsync(Token);

    /// <summary>Lets the time pass that an answer is waited for, once it is being waited for.</summary>
    private async Task PassTryAsync()
    {
        await Waiting.UntilAsync(() => _time.HasTimerIn(StunProber.TryInterval), Token, _time.ToString);
        _time.Advance(StunProber.TryInterval);
    }

    private void OnSend(DatagramAddress to, ReadOnlyMemory<byte> bytes)
    {
        Assert.True(StunMessage.TryReadRequest(bytes.Span, out var id));
        _sent.Writer.TryWrite((to, id));
    }

    private void Answer((DatagramAddress To, StunTransactionId Id) request, string observed) => Deliver(request.To, request.Id, observed);

    private void Deliver(DatagramAddress from, StunTransactionId id, string observed)
    {
        var bytes = new byte[StunMessage.MaxResponseLength];
        _prober.OnDatagram(from, bytes.AsSpan(0, StunMessage.WriteResponse(id, IPEndPoint.Parse(observed), bytes)));
    }
}
