using SoundTime.Silo.Peers;
using SoundTime.Testing;
using SoundTime.Wire;

namespace SoundTime.Silo.Tests.Peers;

public sealed class PeerTurnsTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private readonly ManualTime _time = new();
    private readonly NodeId _one = new([1, .. new byte[NodeId.Size - 1]]);
    private readonly NodeId _other = new([2, .. new byte[NodeId.Size - 1]]);
    private readonly PeerTurns _turns;

    public PeerTurnsTests() => _turns = new PeerTurns(2, Longest, _time);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Peers_do_not_wait_for_each_other()
    {
        await _turns.TakeAsync(_one, Cancellation);
        await _turns.TakeAsync(_one, Cancellation);
        var waiting = _turns.TakeAsync(_one, Cancellation);

        Assert.NotNull(await _turns.TakeAsync(_other, Cancellation));
        Assert.False(waiting.IsCompleted);
    }

    [Fact]
    public async Task Who_waits_gets_the_turn_that_ends_and_one_that_ends_twice_is_one()
    {
        var first = await _turns.TakeAsync(_one, Cancellation);
        await _turns.TakeAsync(_one, Cancellation);
        var (next, last) = (_turns.TakeAsync(_one, Cancellation), _turns.TakeAsync(_one, Cancellation));

        first!.Dispose();
        first.Dispose();

        Assert.NotNull(await next);
        _time.Advance(Longest);
        Assert.Null(await last);
    }

    [Fact]
    public async Task Nothing_is_kept_of_peers_with_which_nothing_is_done()
    {
        var turn = await _turns.TakeAsync(_one, Cancellation);
        var other = await _turns.TakeAsync(_one, Cancellation);
        using var leaving = new CancellationTokenSource();
        var (left, late) = (_turns.TakeAsync(_one, leaving.Token), _turns.TakeAsync(_one, Cancellation));
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        _time.Advance(Longest);
        Assert.Null(await late);
        turn!.Dispose();
        Assert.Equal(1, _turns.Peers);

        other!.Dispose();
        Assert.Equal(0, _turns.Peers);
    }
}
