using SoundTime.Grains.Contract.Grains;
using SoundTime.Grains.Contract.Support;

namespace SoundTime.Grains.Contract;

/// <summary>What a caller's token does.</summary>
public abstract class CancellationContract(IGrainTestHost host) : GrainContract(host)
{
    [Fact]
    public async Task A_call_with_a_cancelled_token_is_never_sent()
    {
        var grain = Grains.GetGrain<ICancellableGrain>("a");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => grain.IgnoreAsync("gate", new CancellationToken(canceled: true)));
        await grain.HasTokenAsync(Token);
        Assert.Equal(0, Journal.Count("began a"));
    }

    [Fact]
    public async Task A_cancelled_caller_is_free_and_the_grain_sees_it()
    {
        using var cancellation = new CancellationTokenSource();
        var call = Grains.GetGrain<ICancellableGrain>("a").WaitAsync(cancellation.Token);
        await Journal.WaitForAsync("began a", Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await Journal.WaitForAsync("cancelled a", Token);
    }

    [Fact]
    public async Task A_grains_token_is_cancelled_in_its_turns()
    {
        using var cancellation = new CancellationTokenSource();
        var call = Grains.GetGrain<ICancellableGrain>("a").RegisterAsync(cancellation.Token);
        await Journal.WaitForAsync("began a", Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await Journal.WaitForAsync("in turn a", Token);
    }

    [Fact]
    public async Task A_cancelled_caller_does_not_wait_for_a_grain_that_goes_on()
    {
        using var cancellation = new CancellationTokenSource();
        var call = Grains.GetGrain<ICancellableGrain>("a").IgnoreAsync("gate", cancellation.Token);
        await Journal.WaitForAsync("began a", Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(0, Journal.Count("ended a"));

        Gates.Open("gate");
        await Journal.WaitForAsync("ended a", Token);
    }

    [Fact]
    public async Task A_call_that_is_cancelled_while_it_waits_never_begins()
    {
        using var cancellation = new CancellationTokenSource();
        var grain = Grains.GetGrain<ICancellableGrain>("a");
        var first = grain.IgnoreAsync("gate", CancellationToken.None);
        await Journal.WaitForAsync("began a", Token);
        var second = grain.IgnoreAsync("gate", cancellation.Token);
        await Host.DrainAsync(Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);

        await Host.DrainAsync(Token);
        Gates.Open("gate");
        await first;
        await grain.HasTokenAsync(Token);
        Assert.Equal(1, Journal.Count("began a"));
    }

    [Fact]
    public async Task A_token_passes_from_grain_to_grain()
    {
        using var cancellation = new CancellationTokenSource();
        var call = Grains.GetGrain<ICancellableGrain>("a").PassOnAsync("b", cancellation.Token);
        await Journal.WaitForAsync("began b", Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await Journal.WaitForAsync("cancelled b", Token);
    }
}
