using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;
using SoundTime.Silo.Cache;
using SoundTime.Storage;
using SoundTime.Storage.Blobs;
using SoundTime.Storage.Catalogue;
using SoundTime.Testing;
using SoundTime.Wire;

namespace SoundTime.Silo.Tests.Cache;

public sealed class CacheAdoptionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("soundtime-cache-").FullName;
    private readonly ICatalogue _catalogue = Substitute.For<ICatalogue>();
    private readonly ManualTime _time = new();
    private readonly BlobStore _blobs;

    public CacheAdoptionTests() => _blobs = new BlobStore(_folder);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Tracks_that_only_peers_hold_are_moved_to_the_cache_and_all_else_stays()
    {
        BlobHash remote = await KeepAsync(1), local = await KeepAsync(2), picture = await KeepAsync(3), withoutPeer = await KeepAsync(4);
        Answer(new()
        {
            [remote] = new TrackHolders(Guid.NewGuid(), IsLocal: false, [default]),
            [local] = new TrackHolders(Guid.NewGuid(), IsLocal: true, [default]),
            [withoutPeer] = new TrackHolders(Guid.NewGuid(), IsLocal: false, []),
        });

        await RunAsync();

        Assert.Equal(remote, Assert.Single(_blobs.List(place: BlobPlace.Cached)).Hash);
        Assert.Equal(new[] { local, picture, withoutPeer }.Order(), _blobs.List(place: BlobPlace.Kept).Select(blob => blob.Hash));
    }

    [Fact]
    public async Task It_goes_on_after_the_database_did_not_answer()
    {
        var remote = await KeepAsync(1);
        var asked = 0;
        _catalogue.FindHoldersAsync(Arg.Any<IReadOnlyCollection<BlobHash>>(), 1, Arg.Any<CancellationToken>()).Returns(_ => ++asked == 1
            ? throw new StorageException(StorageFailure.Busy, "It is held up.")
            : Task.FromResult<IReadOnlyDictionary<BlobHash, TrackHolders>>(new Dictionary<BlobHash, TrackHolders> { [remote] = new(Guid.NewGuid(), false, [default]) }));

        await RunAsync();

        Assert.Equal(remote, Assert.Single(_blobs.List(place: BlobPlace.Cached)).Hash);
    }

    [Fact]
    public async Task It_stops_in_the_middle_when_the_node_stops()
    {
        await KeepAsync(1);
        var begun = new TaskCompletionSource();
        _catalogue.FindHoldersAsync(Arg.Any<IReadOnlyCollection<BlobHash>>(), 1, Arg.Any<CancellationToken>()).Returns(async call =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, _time, call.Arg<CancellationToken>());
            return (IReadOnlyDictionary<BlobHash, TrackHolders>)new Dictionary<BlobHash, TrackHolders>();
        });
        using var adoption = new CacheAdoption(_blobs, _catalogue, _time, NullLogger<CacheAdoption>.Instance);
        await adoption.StartAsync(Cancel);
        await begun.Task.WaitAsync(Cancel);

        await adoption.StopAsync(Cancel);

        Assert.True(adoption.ExecuteTask!.IsCompletedSuccessfully);
    }

    private void Answer(Dictionary<BlobHash, TrackHolders> tracks) =>
        _catalogue.FindHoldersAsync(Arg.Any<IReadOnlyCollection<BlobHash>>(), 1, Arg.Any<CancellationToken>()).Returns(tracks);

    private async Task RunAsync()
    {
        using var adoption = new CacheAdoption(_blobs, _catalogue, _time, NullLogger<CacheAdoption>.Instance);
        await adoption.StartAsync(Cancel);
        while (!adoption.ExecuteTask!.IsCompleted)
        {
            _time.Advance(CacheAdoption.RetryDelay);
            await Task.Yield();
            Cancel.ThrowIfCancellationRequested();
        }

        await adoption.ExecuteTask;
    }

    private Task<BlobHash> KeepAsync(byte content) => _blobs.AddAsync(new MemoryStream([content]), 1, Cancel);
}
