namespace SoundTime.Grains.Contract.Grains;

internal sealed class CallerGrain : Grain, ICallerGrain
{
    public async Task<int> FanOutAsync(string prefix, int count)
    {
        var calls = Enumerable.Range(0, count).Select(i => GrainFactory.GetGrain<ITurnGrain>($"{prefix}{i}").IncrementAsync());
        return (await Task.WhenAll(calls)).Sum();
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
