using SoundTime.Grains.Contract.Support;

namespace SoundTime.Grains.Contract.Grains;

internal sealed class CancellableGrain(Journal journal, Gates gates) : Grain, ICancellableGrain
{
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        Write("began");
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Write("cancelled");
            throw;
        }
    }

    public async Task RegisterAsync(CancellationToken cancellationToken)
    {
        var mine = TaskScheduler.Current;
        await using var registration = cancellationToken.Register(() => Write(TaskScheduler.Current == mine ? "in turn" : "elsewhere"));
        await WaitAsync(cancellationToken);
    }

    public Task TakeAsync(byte[] bytes, CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task IgnoreAsync(string gate, CancellationToken cancellationToken)
    {
        Write("began");
        await gates.PassAsync(gate);
        Write("ended");
    }

    public Task<bool> HasTokenAsync(CancellationToken cancellationToken) => Task.FromResult(cancellationToken.CanBeCanceled);

    public Task PassOnAsync(string other, CancellationToken cancellationToken) =>
        GrainFactory.GetGrain<ICancellableGrain>(other).WaitAsync(cancellationToken);

    private void Write(string what) => journal.Write($"{what} {this.GetPrimaryKeyString()}");
}
