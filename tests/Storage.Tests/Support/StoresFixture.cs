namespace SoundTime.Storage.Tests.Support;

/// <summary>The database of one test. A kind of database joins the conformance suites by one subclass of this and one of each suite.</summary>
public abstract class StoresFixture : IAsyncDisposable
{
    private IStores? _stores;

    public IStores Stores => _stores ?? throw new InvalidOperationException("Nothing was opened.");

    internal ManualTime Time { get; } = new();

    /// <summary>Opens the database, an empty one at first; what was open is closed before, as by a restart.</summary>
    internal async Task OpenAsync(StoreLimits limits, CancellationToken cancellationToken)
    {
        await CloseAsync();
        _stores = await ConnectAsync(limits, Time, cancellationToken);
    }

    /// <summary>Takes all tables away while the stores are open: from now on, every question fails.</summary>
    public abstract Task BreakAsync(CancellationToken cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        await RemoveAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Opens the one database of this test, and creates it the first time.</summary>
    private protected abstract Task<IStores> ConnectAsync(StoreLimits limits, TimeProvider time, CancellationToken cancellationToken);

    /// <summary>Removes the database; nobody is connected to it any more.</summary>
    private protected abstract ValueTask RemoveAsync();

    private async ValueTask CloseAsync()
    {
        if (_stores is not null)
        {
            await _stores.DisposeAsync();
            _stores = null;
        }
    }
}
