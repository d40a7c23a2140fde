using SoundTime.Storage.Blobs;
using SoundTime.Storage.Tests.Support;
using SoundTime.Wire;

namespace SoundTime.Storage.Tests.Blobs;

/// <summary>One source of a pending blob after another: what the next does with what the last has left.</summary>
public sealed class BlobSourceTests : IDisposable
{
    private const int Length = 200_000;

    private readonly TemporaryFolder _folder = new();
    private readonly BlobStore _store;
    private readonly byte[] _right = SampleBlob.Bytes(Length);
    private readonly BlobHash _hash;
    private readonly PendingBlob _pending;

    public BlobSourceTests()
    {
        _store = new BlobStore(_folder["blobs"]);
        _hash = SampleBlob.HashOf(_right);
        _pending = _store.Begin(_hash, Length);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _pending.Dispose();
        Assert.Empty(Directory.GetFiles(_folder["blobs/incoming"]));
        _folder.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(70_000)]
    [InlineData(Length - 1)]
    [InlineData(Length)]
    public async Task A_listener_hears_the_whole_track_when_another_source_goes_on(int broken)
    {
        await using var listener = _pending.OpenRead();
        using var first = await SendAsync(_right, broken, isHeard: true);
        var heard = new byte[Math.Min(broken, Length - 1)];
        await listener.ReadExactlyAsync(heard, Cancel);

        using var second = await SendAsync(_right, Length, isHeard: true);
        await second.CompleteAsync(Cancel);

        Assert.Equal(_right, heard.Concat(await SampleBlob.ReadAllAsync(listener, Cancel)));
        Assert.False(first.IsContradicted);
    }

    [Fact]
    public async Task What_is_held_back_is_heard_when_it_is_verified_and_not_before()
    {
        await using var listener = _pending.OpenRead();
        using var source = await SendAsync(_right, Length, isHeard: false);
        var read = listener.ReadAsync(new byte[1], Cancel).AsTask();
        Assert.False(read.IsCompleted);

        await source.CompleteAsync(Cancel);

        Assert.Equal(1, await read);
    }

    [Fact]
    public async Task Newer_bytes_take_the_place_of_those_that_nobody_has_heard()
    {
        await using var listener = _pending.OpenRead();
        using var liar = await SendAsync(WrongFrom(100_000), 150_000, isHeard: true);
        var heard = new byte[100_000];
        await listener.ReadExactlyAsync(heard, Cancel);

        using var right = await SendAsync(_right, 160_000, isHeard: true);
        var more = new byte[60_000];
        await listener.ReadExactlyAsync(more, Cancel);
        await right.WriteAsync(_right.AsMemory(160_000), Cancel);
        await right.CompleteAsync(Cancel);

        Assert.Equal(_right, heard.Concat(more).Concat(await SampleBlob.ReadAllAsync(listener, Cancel)));
        Assert.True(liar.IsContradicted);
        Assert.False(right.IsContradicted);
    }

    [Fact]
    public async Task Where_wrong_bytes_were_heard_those_before_them_go_on_and_those_behind_get_an_error()
    {
        await using var before = _pending.OpenRead();
        await using var behind = _pending.OpenRead();
        using var liar = await SendAsync(WrongFrom(100_000), 150_000, isHeard: true);
        var heard = new byte[100_000];
        await before.ReadExactlyAsync(heard, Cancel);
        await behind.ReadExactlyAsync(new byte[100_001], Cancel);

        using var right = await SendAsync(_right, Length, isHeard: true);
        // Nobody knows yet who is right.
        var next = new byte[10];
        var waiting = before.ReadAsync(next, Cancel).AsTask();
        Assert.False(waiting.IsCompleted);
        await right.CompleteAsync(Cancel);

        Assert.Equal(10, await waiting);
        Assert.Equal(_right[100_000..], next.Concat(await SampleBlob.ReadAllAsync(before, Cancel)));
        await Assert.ThrowsAsync<IOException>(async () => await behind.ReadExactlyAsync(next, Cancel));
        Assert.True(liar.IsContradicted);
    }

    [Fact]
    public async Task A_liar_who_contradicts_what_was_heard_harms_nobody()
    {
        await using var listener = _pending.OpenRead();
        using var right = await SendAsync(_right, 150_000, isHeard: true);
        var heard = new byte[150_000];
        await listener.ReadExactlyAsync(heard, Cancel);
        using (var liar = await SendAsync(WrongFrom(100_000), Length, isHeard: true))
        {
            Assert.Equal(BlobFailure.HashMismatch, (await Assert.ThrowsAsync<BlobException>(() => liar.CompleteAsync(Cancel))).Reason);
        }

        using var again = await SendAsync(_right, Length, isHeard: true);
        await again.CompleteAsync(Cancel);

        Assert.Equal(_right, heard.Concat(await SampleBlob.ReadAllAsync(listener, Cancel)));
        Assert.False(right.IsContradicted);
    }

    [Fact]
    public async Task One_who_has_heard_what_is_right_of_a_wrong_body_goes_on_with_the_right_one()
    {
        await using var listener = _pending.OpenRead();
        using (var liar = await SendAsync(WrongFrom(Length - 1), Length, isHeard: true))
        {
            await Assert.ThrowsAsync<BlobException>(() => liar.CompleteAsync(Cancel));
        }

        // It is known to be wrong, so nobody hears more of it.
        var read = listener.ReadAsync(new byte[1], Cancel).AsTask();
        Assert.False(read.IsCompleted);
        using var right = await SendAsync(_right, Length, isHeard: false);
        await right.CompleteAsync(Cancel);

        Assert.Equal(1, await read);
        Assert.Equal(_right[1..], await SampleBlob.ReadAllAsync(listener, Cancel));
    }

    [Fact]
    public async Task Two_who_agree_in_what_is_wrong_are_both_found_out()
    {
        using var first = await SendAsync(WrongFrom(50_000), 100_000, isHeard: true);
        using var second = await SendAsync(WrongFrom(50_000), 120_000, isHeard: true);
        using var early = await SendAsync(WrongFrom(50_000), 40_000, isHeard: true);
        using var right = await SendAsync(_right, Length, isHeard: true);
        await right.CompleteAsync(Cancel);

        Assert.True(first.IsContradicted && second.IsContradicted);
        Assert.False(early.IsContradicted);
    }

    [Fact]
    public async Task One_whose_bytes_are_not_here_to_be_compared_any_more_is_not_accused()
    {
        using var liar = await SendAsync(WrongFrom(50_000), 100_000, isHeard: true);
        using (await SendAsync(_right, 80_000, isHeard: false))
        {
            using var last = await SendAsync(_right, Length, isHeard: true);
            await last.CompleteAsync(Cancel);

            Assert.True(liar.IsContradicted);
            Assert.False(last.IsContradicted);
        }
    }

    [Fact]
    public async Task Nobody_is_accused_by_a_liar()
    {
        using var right = await SendAsync(_right, 100_000, isHeard: true);
        using var liar = await SendAsync(WrongFrom(50_000), Length, isHeard: true);
        await Assert.ThrowsAsync<BlobException>(() => liar.CompleteAsync(Cancel));

        Assert.False(right.IsContradicted);
    }

    [Fact]
    public async Task A_track_that_is_kept_was_verified_whoever_sent_what()
    {
        using var liar = await SendAsync(WrongFrom(0), Length, isHeard: false);
        await Assert.ThrowsAsync<BlobException>(() => liar.CompleteAsync(Cancel));
        using var same = await SendAsync(WrongFrom(0), Length, isHeard: true);
        await Assert.ThrowsAsync<BlobException>(() => same.CompleteAsync(Cancel));
        Assert.False(_store.Contains(_hash));

        using var right = await SendAsync(_right, Length, isHeard: true);
        await right.CompleteAsync(Cancel);

        Assert.Equal(_right, await SampleBlob.ReadAllAsync(_store.OpenRead(_hash)!, Cancel));
    }

    private byte[] WrongFrom(int position)
    {
        var bytes = _right.ToArray();
        foreach (ref var value in bytes.AsSpan(position))
        {
            value ^= 0x55;
        }

        return bytes;
    }

    private async Task<BlobSource> SendAsync(byte[] bytes, int count, bool isHeard)
    {
        var source = _pending.BeginSource(isHeard);
        for (var sent = 0; sent < count;)
        {
            var piece = Math.Min(30_000, count - sent);
            await source.WriteAsync(bytes.AsMemory(sent, piece), Cancel);
            sent += piece;
        }

        return source;
    }
}
