using SoundTime.Blake3;
using SoundTime.Storage.Blobs;
using SoundTime.Storage.Tests.Support;
using SoundTime.Wire;

namespace SoundTime.Storage.Tests.Blobs;

/// <summary>Blobs that the admin wants to stay, and that the disk changes.</summary>
public sealed class PinnedBlobTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly BlobStore _store;

    public PinnedBlobTests() => _store = new BlobStore(_folder["blobs"]);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1_000)]
    [InlineData(2 * Blake3Groups.GroupLength)]
    public async Task A_pinned_blob_that_rots_is_pinned_again_when_it_is_fetched_again(int length)
    {
        var hash = await FetchAsync(length);
        Assert.True(_store.Pin(hash));
        Rot(hash);
        Assert.Null(_store.PlaceOf(hash));

        await FetchAsync(length);

        Assert.Equal(BlobPlace.Pinned, _store.PlaceOf(hash));
        await AssertReadableAsync(hash, length);
        Assert.True(_store.Unpin(hash));
        Assert.Equal(BlobPlace.Cached, _store.PlaceOf(hash));
        await AssertReadableAsync(hash, length);
    }

    [Fact]
    public async Task One_that_is_unpinned_while_it_is_away_is_fetched_as_any_other()
    {
        var hash = await FetchAsync(1_000);
        _store.Pin(hash);
        Rot(hash);

        Assert.True(_store.Unpin(hash));
        Assert.False(_store.Unpin(hash));

        await FetchAsync(1_000);
        Assert.Equal(BlobPlace.Cached, _store.PlaceOf(hash));
    }

    [Fact]
    public async Task One_that_was_not_pinned_and_rots_is_not_pinned_afterwards()
    {
        var hash = await FetchAsync(2 * Blake3Groups.GroupLength);
        Rot(hash);

        await FetchAsync(2 * Blake3Groups.GroupLength);

        Assert.Equal(BlobPlace.Cached, _store.PlaceOf(hash));
        Assert.Empty(_store.ListStrays());
    }

    private void Rot(BlobHash hash)
    {
        File.WriteAllBytes(Directory.GetFiles(_folder["blobs"], hash.ToString(), SearchOption.AllDirectories).Single(), [0]);
        Assert.True(_store.SetAside(hash));
        _store.DropSetAside(hash);
    }

    private async Task AssertReadableAsync(BlobHash hash, int length) =>
        Assert.Equal(SampleBlob.Bytes(length), await SampleBlob.ReadAllAsync(_store.OpenRead(hash)!, Cancel));

    private async Task<BlobHash> FetchAsync(int length)
    {
        var bytes = SampleBlob.Bytes(length);
        var hash = SampleBlob.HashOf(bytes);
        using var blob = _store.Begin(hash, length);
        using var source = blob.BeginSource(isHeard: true);
        await source.WriteAsync(bytes, Cancel);
        await source.CompleteAsync(Cancel);
        return hash;
    }
}
