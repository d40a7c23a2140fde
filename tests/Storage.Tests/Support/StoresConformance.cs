namespace SoundTime.Storage.Tests.Support;

/// <summary>What every suite over the stores needs: an empty database of its own for each test.</summary>
public abstract class StoresConformance(StoresFixture fixture) : IAsyncLifetime
{
    private protected IStores Stores => fixture.Stores;

    private protected ManualTime Time => fixture.Time;

    private protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await ReopenAsync();

    public async ValueTask DisposeAsync()
    {
        await fixture.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the database and opens it again.</summary>
    private protected Task ReopenAsync(StoreLimits? limits = null) => fixture.OpenAsync(limits ?? StoreLimits.Default, Cancel);

    /// <summary>Every call must end with a <see cref="StorageException"/> once the database does not answer.</summary>
    private protected async Task AssertUnknownOnceBrokenAsync(params Func<Task>[] calls)
    {
        await fixture.BreakAsync(Cancel);
        foreach (var call in calls)
        {
            await Assert.ThrowsAsync<StorageException>(call);
        }
    }
}
