namespace SoundTime.Grains.Contract.Support;

/// <summary>A part of what both runtimes promise.</summary>
public abstract class GrainContract(IGrainTestHost host) : IAsyncLifetime
{
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected IGrainTestHost Host => host;

    protected TestWorld World => host.World;

    protected Journal Journal => host.World.Journal;

    protected Gates Gates => host.World.Gates;

    protected IGrainFactory Grains => host.Grains;

    public async ValueTask InitializeAsync() => await host.StartAsync(Token);

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Moves the clock, slightly past what comes due, and lets happen what comes of it.</summary>
    protected async Task AdvanceAsync(TimeSpan time)
    {
        await host.DrainAsync(Token);
        World.Time.Advance(time + TimeSpan.FromMilliseconds(1));
        await host.DrainAsync(Token);
    }
}
