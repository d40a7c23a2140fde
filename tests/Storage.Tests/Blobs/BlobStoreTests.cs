using SoundTime.Storage.Blobs;
using SoundTime.Storage.Tests.Support;

namespace SoundTime.Storage.Tests.Blobs;

public sealed class BlobStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly BlobStore _store;

    public BlobStoreTests() => _store = new BlobStore(_folder["blobs"]);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string[] Incoming => Directory.GetFiles(_folder["blobs/incoming"]);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(1024)]
    [InlineData(1_000_001)]
    public async Task Added_bytes_are_found_under_their_hash(int length)
    {
        var bytes = SampleBlob.Bytes(length);

        var hash = await _store.AddAsync(new MemoryStream(bytes), length, Cancel);

        Assert.Equal(SampleBlob.HashOf(bytes), hash);
        Assert.True(_store.Contains(hash));
        Assert.Equal(length, _store.LengthOf(hash));
        Assert.Equal(length, _store.OpenRead(hash)!.Length);
        Assert.Equal(bytes, await SampleBlob.ReadAllAsync(_store.OpenRead(hash)!, Cancel));
        Assert.True(File.Exists(_folder[$"blobs/{hash.ToString()[..2]}/{hash}"]));
        Assert.Empty(Incoming);
    }

    [Fact]
    public void A_blob_that_is_not_here_is_null()
    {
        Assert.Null(_store.OpenRead(Sample.Hash(1)));
        Assert.Null(_store.LengthOf(Sample.Hash(1)));
        Assert.False(_store.Contains(Sample.Hash(1)));
    }

    [Fact]
    public async Task A_blob_that_cannot_be_read_is_an_error_and_not_absent()
    {
        var hash = await _store.AddAsync(new MemoryStream([1, 2, 3]), 3, Cancel);
        var path = _folder[$"blobs/{hash.ToString()[..2]}/{hash}"];
        File.Delete(path);
        File.CreateSymbolicLink(path, path);

        Assert.Equal(BlobFailure.NotAccessible, Assert.Throws<BlobException>(() => _store.OpenRead(hash)).Reason);
    }

    [Fact]
    public async Task Bytes_that_are_here_already_are_kept_once()
    {
        var first = await _store.AddAsync(new MemoryStream([1, 2, 3]), 3, Cancel);

        Assert.Equal(first, await _store.AddAsync(new MemoryStream([1, 2, 3]), 3, Cancel));
        Assert.Empty(Incoming);
    }

    [Fact]
    public async Task More_bytes_than_allowed_are_refused_and_leave_nothing()
    {
        var error = await Assert.ThrowsAsync<BlobException>(() => _store.AddAsync(new MemoryStream(SampleBlob.Bytes(1001)), 1000, Cancel));

        Assert.Equal(BlobFailure.TooLarge, error.Reason);
        Assert.Empty(Incoming);
    }

    [Fact]
    public async Task A_source_that_breaks_off_leaves_nothing()
    {
        await Assert.ThrowsAsync<IOException>(() => _store.AddAsync(new BrokenStream(), 1000, Cancel));

        Assert.Empty(Incoming);
    }

    [Fact]
    public async Task What_a_killed_process_left_half_written_is_removed_at_the_next_start()
    {
        await File.WriteAllBytesAsync(_folder["blobs/incoming/left"], [1, 2, 3], Cancel);

        _ = new BlobStore(_folder["blobs"]);

        Assert.Empty(Incoming);
    }

    [Fact]
    public async Task What_another_store_is_writing_at_this_moment_is_not_removed()
    {
        var bytes = SampleBlob.Bytes(10);
        using var pending = _store.Begin(SampleBlob.HashOf(bytes), bytes.Length);
        using var source = pending.BeginSource(isHeard: true);
        await source.WriteAsync(bytes, Cancel);

        _ = new BlobStore(_folder["blobs"]);

        await source.CompleteAsync(Cancel);
        Assert.True(_store.Contains(pending.Hash));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_refused_with_its_path_and_what_to_do()
    {
        using var disk = new TinyDisk("ro");

        var error = Assert.Throws<StorageException>(() => new BlobStore(disk["blobs"]));

        Assert.Equal(StorageFailure.NotAccessible, error.Reason);
        Assert.Contains(disk["blobs"], error.Message, StringComparison.Ordinal);
        Assert.Contains(Environment.UserName, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_is_said_so_and_nothing_half_written_stays()
    {
        using var disk = new TinyDisk("size=2m");
        var store = new BlobStore(disk["blobs"]);
        var bytes = SampleBlob.Bytes(4_000_000);

        var error = await Assert.ThrowsAsync<BlobException>(() => store.AddAsync(new MemoryStream(bytes), bytes.Length, Cancel));
        Assert.Equal(BlobFailure.DiskFull, error.Reason);

        using var pending = store.Begin(SampleBlob.HashOf(bytes), bytes.Length);
        var listener = pending.OpenRead();
        using var source = pending.BeginSource(isHeard: true);
        error = await Assert.ThrowsAsync<BlobException>(async () => await source.WriteAsync(bytes, Cancel));
        Assert.Equal(BlobFailure.DiskFull, error.Reason);
        Assert.Same(error, (await Assert.ThrowsAsync<IOException>(async () => await listener.ReadExactlyAsync(new byte[1], Cancel))).InnerException);

        Assert.Empty(Directory.GetFiles(disk["blobs/incoming"]));
        await listener.DisposeAsync();
        Assert.True(store.Contains(await store.AddAsync(new MemoryStream(bytes, 0, 1_000_000), bytes.Length, Cancel)));
    }

    private sealed class BrokenStream : MemoryStream
    {
        private bool _broken;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_broken)
            {
                throw new IOException("The other side is gone.");
            }

            _broken = true;
            return ValueTask.FromResult(10);
        }
    }
}
