using SoundTime.Grains.Contract.Support;

namespace SoundTime.Grains.Contract.Grains;

internal sealed class CallerGrain(Journal journal) : Grain, ICallerGrain
{
    private readonly Guid _instance = Guid.NewGuid();

    public async Task<int> FanOutAsync(string prefix, int count)
    {
        var calls = Enumerable.Range(0, count).Select(i => GrainFactory.GetGrain<ITurnGrain>($"{prefix}{i}").IncrementAsync());
        return (await Task.WhenAll(calls)).Sum();
    }

    public Task FanOutSoonAsync(string prefix, int count)
    {
        this.RegisterGrainTimer(
            async _ =>
            {
                var calls = Enumerable.Range(0, count).Select(i => GrainFactory.GetGrain<ICallerGrain>($"{prefix}{i}").FanOutAsync($"{prefix}{i}-", count));
                journal.Write($"fanned {(await Task.WhenAll(calls)).Sum()}");
            },
            TimeSpan.FromSeconds(1),
            Timeout.InfiniteTimeSpan);
        return Task.CompletedTask;
    }

    public async Task<bool> ComesBackAsync(string turnGrain)
    {
        var mine = TaskScheduler.Current;
        await GrainFactory.GetGrain<ITurnGrain>(turnGrain).IncrementAsync();
        return TaskScheduler.Current == mine;
    }

    public async Task<string> CallMyselfAsync()
    {
        try
        {
            return await this.AsReference<ICallerGrain>().CallMyselfAsync();
        }
        catch (TimeoutException)
        {
            return nameof(TimeoutException);
        }
    }

    public Task WriteNoteAsync(string noteGrain, string text) => GrainFactory.GetGrain<INoteGrain>(noteGrain).WriteAsync(text);

    public Task<Guid> InstanceAsync() => Task.FromResult(_instance);

    public async Task<string> CatchAsync(string failingGrain, string message)
    {
        try
        {
            await GrainFactory.GetGrain<IFailingGrain>(failingGrain).ThrowLaterAsync(message);
            return "nothing";
        }
        catch (InvalidOperationException exception)
        {
            return $"{exception.GetType().Name}: {exception.Message}";
        }
    }
}
