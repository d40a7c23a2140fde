using SoundTime.Storage.Blobs;
using SoundTime.Storage.Tests.Support;
using SoundTime.Wire;

namespace SoundTime.Storage.Tests.Blobs;

public sealed class PendingBlobTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly BlobStore _store;
    private readonly byte[] _bytes = SampleBlob.Bytes(1000);
    private readonly BlobHash _hash;

    public PendingBlobTests()
    {
        _store = new BlobStore(_folder["blobs"]);
        _hash = SampleBlob.HashOf(_bytes);
    }

    private string PathOfBlob => _folder[$"blobs/cached/{_hash.ToString()[..2]}/{_hash}"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        Assert.Empty(Directory.GetFiles(_folder["blobs/incoming"]));
        _folder.Dispose();
    }

    [Fact]
    public async Task A_completed_blob_is_in_the_store_and_its_listeners_read_on()
    {
        var pending = _store.Begin(_hash, 1000);
        using var source = pending.BeginSource(isHeard: true);
        await using var early = pending.OpenRead();
        Assert.Equal(1000, early.Length);
        await source.WriteAsync(_bytes.AsMemory(0, 400), Cancel);
        var start = new byte[400];
        await early.ReadExactlyAsync(start, Cancel);
        Assert.False(_store.Contains(_hash));

        await source.WriteAsync(_bytes.AsMemory(400), Cancel);
        await source.CompleteAsync(Cancel);
        pending.Dispose();

        Assert.Equal(_bytes, await SampleBlob.ReadAllAsync(_store.OpenRead(_hash)!, Cancel));
        Assert.Equal(_bytes, start.Concat(await SampleBlob.ReadAllAsync(early, Cancel)));
        Assert.Equal(_bytes, await SampleBlob.ReadAllAsync(pending.OpenRead(), Cancel));
    }

    [Fact]
    public async Task A_listener_goes_on_after_the_blob_was_removed_from_the_store()
    {
        using var pending = _store.Begin(_hash, 1000);
        using var source = pending.BeginSource(isHeard: true);
        await using var listener = pending.OpenRead();
        await source.WriteAsync(_bytes, Cancel);
        await source.CompleteAsync(Cancel);
        var start = new byte[1];
        await listener.ReadExactlyAsync(start, Cancel);
        File.Delete(PathOfBlob);

        Assert.Equal(_bytes, start.Concat(await SampleBlob.ReadAllAsync(listener, Cancel)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_listener_who_is_slower_than_the_fetch_hears_no_byte_that_the_disk_changed_since(bool isSetAside)
    {
        using var pending = _store.Begin(_hash, 1000);
        using var source = pending.BeginSource(isHeard: true);
        await using var listener = pending.OpenRead();
        await source.WriteAsync(_bytes, Cancel);
        await listener.ReadExactlyAsync(new byte[400], Cancel);
        await source.CompleteAsync(Cancel);
        await using (var file = new FileStream(PathOfBlob, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.Position = 700;
            file.WriteByte((byte)~_bytes[700]);
        }

        Assert.True(!isSetAside || _store.SetAside(_hash));

        var error = await Assert.ThrowsAsync<IOException>(async () => await listener.ReadExactlyAsync(new byte[1], Cancel));
        Assert.Equal(BlobFailure.Rotten, Assert.IsType<BlobException>(error.InnerException).Reason);
        Assert.Equal(400, listener.Position);
    }

    [Fact]
    public async Task The_last_byte_waits_for_the_verification()
    {
        using var pending = _store.Begin(_hash, 1000);
        using var source = pending.BeginSource(isHeard: true);
        await using var listener = pending.OpenRead();
        await source.WriteAsync(_bytes, Cancel);
        await listener.ReadExactlyAsync(new byte[999], Cancel);

        var last = listener.ReadAsync(new byte[1], Cancel).AsTask();
        Assert.False(last.IsCompleted);
        await source.CompleteAsync(Cancel);

        Assert.Equal(1, await last);
    }

    [Fact]
    public async Task Listeners_of_wrong_bytes_never_get_the_last_one_and_the_store_keeps_nothing()
    {
        using var pending = _store.Begin(_hash, 1000);
        using var source = pending.BeginSource(isHeard: true);
        await using var listener = pending.OpenRead();
        _bytes[999] ^= 1;
        await source.WriteAsync(_bytes, Cancel);
        await listener.ReadExactlyAsync(new byte[999], Cancel);
        var last = listener.ReadAsync(new byte[1], Cancel).AsTask();

        var error = await Assert.ThrowsAsync<BlobException>(() => source.CompleteAsync(Cancel));

        Assert.Equal(BlobFailure.HashMismatch, error.Reason);
        Assert.False(last.IsCompleted);
        pending.Fail(error);
        Assert.Same(error, (await Assert.ThrowsAsync<IOException>(() => last)).InnerException);
        await Assert.ThrowsAsync<IOException>(async () => await listener.ReadExactlyAsync(new byte[1], Cancel));
        Assert.Throws<IOException>(() => pending.OpenRead());
        Assert.False(_store.Contains(_hash));
    }

    [Fact]
    public async Task A_body_that_ends_early_is_refused()
    {
        using var pending = _store.Begin(_hash, 1000);
        using var source = pending.BeginSource(isHeard: true);
        await source.WriteAsync(_bytes.AsMemory(0, 999), Cancel);

        var error = await Assert.ThrowsAsync<BlobException>(() => source.CompleteAsync(Cancel));

        Assert.Equal(BlobFailure.LengthMismatch, error.Reason);
        Assert.False(_store.Contains(_hash));
    }

    [Fact]
    public async Task A_body_that_is_too_long_is_refused_before_it_is_written()
    {
        using var pending = _store.Begin(_hash, 999);
        using var source = pending.BeginSource(isHeard: true);

        var error = await Assert.ThrowsAsync<BlobException>(async () => await source.WriteAsync(_bytes, Cancel));

        Assert.Equal(BlobFailure.LengthMismatch, error.Reason);
        Assert.Equal(0, source.Received);
    }

    [Fact]
    public async Task A_given_up_blob_wakes_its_listeners_with_the_reason()
    {
        using var pending = _store.Begin(_hash, 1000);
        using var source = pending.BeginSource(isHeard: true);
        await using var listener = pending.OpenRead();
        var read = listener.ReadAsync(new byte[1], Cancel).AsTask();
        var reason = new TimeoutException("The peer is silent.");

        pending.Fail(reason);

        Assert.Same(reason, (await Assert.ThrowsAsync<IOException>(() => read)).InnerException);
    }

    [Fact]
    public async Task Disposal_before_the_end_gives_the_blob_up()
    {
        var pending = _store.Begin(_hash, 1000);
        using var source = pending.BeginSource(isHeard: true);
        await using var listener = pending.OpenRead();
        await source.WriteAsync(_bytes.AsMemory(0, 10), Cancel);

        pending.Dispose();

        var error = await Assert.ThrowsAsync<IOException>(async () => await listener.ReadExactlyAsync(new byte[1], Cancel));
        Assert.Equal(BlobFailure.Abandoned, Assert.IsType<BlobException>(error.InnerException).Reason);
    }

    [Fact]
    public async Task A_listener_that_leaves_does_not_disturb_the_others()
    {
        using var pending = _store.Begin(_hash, 1000);
        using var source = pending.BeginSource(isHeard: true);
        await using var leaving = pending.OpenRead();
        await using var staying = pending.OpenRead();
        using var leave = new CancellationTokenSource();
        var left = leaving.ReadAsync(new byte[1], leave.Token).AsTask();
        var stayed = SampleBlob.ReadAllAsync(staying, Cancel);

        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        await source.WriteAsync(_bytes, Cancel);
        await source.CompleteAsync(Cancel);

        Assert.Equal(_bytes, await stayed);
    }

    [Fact]
    public async Task A_source_whose_write_was_cancelled_leaves_the_blob_to_the_next()
    {
        using var pending = _store.Begin(_hash, 1000);
        using var source = pending.BeginSource(isHeard: true);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await source.WriteAsync(_bytes, cancelled.Token));
        Assert.Equal(0, source.Received);
        using var next = pending.BeginSource(isHeard: true);
        await next.WriteAsync(_bytes, Cancel);
        await next.CompleteAsync(Cancel);

        Assert.True(_store.Contains(_hash));
    }

    [Fact]
    public async Task Two_pending_blobs_of_one_hash_end_with_one_file()
    {
        using var first = _store.Begin(_hash, 1000);
        using var second = _store.Begin(_hash, 1000);
        using var ofFirst = first.BeginSource(isHeard: true);
        using var ofSecond = second.BeginSource(isHeard: true);
        await ofFirst.WriteAsync(_bytes, Cancel);
        await ofSecond.WriteAsync(_bytes, Cancel);
        await ofFirst.CompleteAsync(Cancel);
        await ofSecond.CompleteAsync(Cancel);

        Assert.Equal(_bytes, await SampleBlob.ReadAllAsync(_store.OpenRead(_hash)!, Cancel));
    }

    [Fact]
    public void An_empty_blob_cannot_be_awaited() => Assert.Throws<ArgumentOutOfRangeException>(() => _store.Begin(_hash, 0));

    [Fact]
    public async Task A_single_byte_is_given_out_after_the_verification_only()
    {
        byte[] one = [42];
        using var pending = _store.Begin(SampleBlob.HashOf(one), 1);
        using var source = pending.BeginSource(isHeard: true);
        var read = SampleBlob.ReadAllAsync(pending.OpenRead(), Cancel);
        await source.WriteAsync(one, Cancel);
        Assert.False(read.IsCompleted);
        await source.CompleteAsync(Cancel);

        Assert.Equal(one, await read);
    }
}
