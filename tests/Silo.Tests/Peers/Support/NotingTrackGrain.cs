using SoundTime.Grains.Tracks;
using SoundTime.Storage.Health;
using SoundTime.Wire;

namespace SoundTime.Silo.Tests.Peers;

/// <summary>Grants fetches as the test says, and notes what it is told of them.</summary>
internal sealed class NotingTrackGrain(string key, Func<NotedCall, Task> note, Func<BlobHash, Task<FetchStart>> begin) : ITrackGrain
{
    public async Task<FetchStart> BeginFetchAsync(string fetcher, CancellationToken cancellationToken)
    {
        await note(new NotedCall(key, nameof(BeginFetchAsync), fetcher));
        return await begin(BlobHash.Parse(key));
    }

    public async Task<bool> RenewFetchAsync(string fetcher, CancellationToken cancellationToken)
    {
        await note(new NotedCall(key, nameof(RenewFetchAsync), fetcher));
        return true;
    }

    public Task CopyFailedAsync(string peer, CopyFailure failure, CancellationToken cancellationToken) =>
        note(new NotedCall(key, nameof(CopyFailedAsync), new FailedCopy(peer, failure)));

    public Task EndFetchAsync(string fetcher, FetchEnd result, CancellationToken cancellationToken) => note(new NotedCall(key, nameof(EndFetchAsync), result));

    public Task<bool> DereferenceAsync(CancellationToken cancellationToken) => throw new NotSupportedException("No fetch does this.");

    public Task<bool> RereferenceAsync(CancellationToken cancellationToken) => throw new NotSupportedException("No fetch does this.");
}
