using SoundTime.Grains.Contract.Support;

namespace SoundTime.Grains.Contract.Grains;

internal sealed class TimerGrain(Journal journal, Gates gates) : Grain, ITimerGrain
{
    private IGrainTimer? _timer;

    public Task StartAsync(TimeSpan dueTime, TimeSpan period, bool interleave)
    {
        _timer = this.RegisterGrainTimer(
            _ =>
            {
                Tick();
                return Task.CompletedTask;
            },
            new GrainTimerCreationOptions { DueTime = dueTime, Period = period, Interleave = interleave });
        return Task.CompletedTask;
    }

    public Task StartSlowAsync(TimeSpan dueTime, TimeSpan period, bool interleave)
    {
        _timer = this.RegisterGrainTimer(
            static async (grain, _) =>
            {
                grain.Tick();
                await grain.PassAsync("tick");
                grain.Write("ticked");
            },
            this,
            new GrainTimerCreationOptions(dueTime, period) { Interleave = interleave });
        return Task.CompletedTask;
    }

    public Task StartFailingAsync(TimeSpan dueTime, TimeSpan period)
    {
        _timer = this.RegisterGrainTimer(
            _ =>
            {
                Tick();
                throw new InvalidOperationException("A tick fails.");
            },
            dueTime,
            period);
        return Task.CompletedTask;
    }

    public Task StartEndlessAsync(TimeSpan dueTime)
    {
        _timer = this.RegisterGrainTimer(
            async cancellationToken =>
            {
                Tick();
                try
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
                }
                catch (OperationCanceledException)
                {
                    Write("cancelled");
                }
            },
            dueTime,
            Timeout.InfiniteTimeSpan);
        return Task.CompletedTask;
    }

    public Task StartThrowingAtEndAsync(TimeSpan dueTime)
    {
        _timer = this.RegisterGrainTimer(
            cancellationToken =>
            {
                Tick();
                cancellationToken.Register(() => throw new InvalidOperationException("What a token calls fails."));
                return Task.CompletedTask;
            },
            dueTime,
            Timeout.InfiniteTimeSpan);
        return Task.CompletedTask;
    }

    public Task StartChangingAsync(TimeSpan dueTime, TimeSpan period)
    {
        var isFirst = true;
        _timer = this.RegisterGrainTimer(
            _ =>
            {
                Tick();
                if (isFirst)
                {
                    isFirst = false;
                    _timer!.Change(TimeSpan.FromSeconds(1), period);
                }

                return Task.CompletedTask;
            },
            dueTime,
            period);
        return Task.CompletedTask;
    }

    public Task ChangeAsync(TimeSpan dueTime, TimeSpan period)
    {
        _timer!.Change(dueTime, period);
        return Task.CompletedTask;
    }

    public Task EndAsync()
    {
        _timer!.Dispose();
        return Task.CompletedTask;
    }

    public async Task EnterAsync(string gate)
    {
        Write($"begin {gate}");
        await gates.PassAsync(gate);
        Write($"end {gate}");
    }

    public Task DeactivateAsync()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    private void Tick() => Write("tick");

    private Task PassAsync(string gate) => gates.PassAsync(gate);

    private void Write(string what) => journal.Write($"{what} {this.GetPrimaryKeyString()}");
}
