using SoundTime.Storage;

namespace SoundTime.Silo.Tests.Killing;

/// <summary>The store of a node that is killed: opened here while the node does not run.</summary>
/// <param name="OpenAsync">Opens it.</param>
/// <param name="RemoveAsync">Removes it.</param>
internal sealed record KilledStore(Func<CancellationToken, Task<IStores>> OpenAsync, Func<ValueTask> RemoveAsync) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => RemoveAsync();
}
