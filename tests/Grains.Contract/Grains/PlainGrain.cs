namespace SoundTime.Grains.Contract.Grains;

internal sealed class PlainGrain(IGrainContext context) : IGrainBase, IPlainGrain
{
    private bool _isActive;

    public IGrainContext GrainContext => context;

    public Task OnActivateAsync(CancellationToken token)
    {
        _isActive = true;
        return Task.CompletedTask;
    }

    public Task<string> WhoAsync() => Task.FromResult($"{context.GrainId} {(_isActive ? "active" : "not active")}");
}
