using SoundTime.Blake3;
using SoundTime.Storage.Blobs;
using SoundTime.Storage.Tests.Support;
using SoundTime.Wire;

namespace SoundTime.Storage.Tests.Blobs;

public sealed class VerifiedReadTests : IDisposable
{
    private const int Group = Blake3Groups.GroupLength;
    private const int Length = (3 * Group) + 1_000;

    private readonly TemporaryFolder _folder = new();
    private readonly CollectedLog<BlobStore> _log = new();
    private readonly BlobStore _store;

    public VerifiedReadTests() => _store = new BlobStore(_folder["blobs"], logger: _log);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(Group - 1)]
    [InlineData(Group)]
    [InlineData(Group + 1)]
    [InlineData(Length)]
    public async Task What_was_fetched_is_read_as_it_was_written_from_any_place(int length)
    {
        var (hash, bytes) = await FetchAsync(length);
        await using var stream = _store.OpenRead(hash)!;

        Assert.Equal(length, stream.Length);
        foreach (var position in (int[])[0, length / 2, length - 1, Math.Min(length - 1, Group - 1), Math.Min(length - 1, Group), 0])
        {
            stream.Position = position;
            var buffer = new byte[length - position];
            await stream.ReadExactlyAsync(buffer, Cancel);
            Assert.Equal(bytes[position..], buffer);
            Assert.Equal(0, await stream.ReadAsync(buffer, Cancel));
            stream.Seek(-1, SeekOrigin.End);
            Assert.Equal(bytes[^1], stream.ReadByte());
        }

        stream.Position = length + 10L;
        Assert.Equal(0, await stream.ReadAsync(new byte[1], Cancel));
        Assert.Empty(_log.Messages);
    }

    [Theory]
    [InlineData(Length, 0)]
    [InlineData(Length, Group + 17)]
    [InlineData(Length, (3 * Group) - 1)]
    [InlineData(Length, Length - 1)]
    [InlineData(Group + 1, Group)]
    public async Task A_flipped_bit_is_never_given_out_and_the_blob_is_put_away(int length, int flipped)
    {
        var (hash, bytes) = await FetchAsync(length);
        Flip(PathOf(hash), flipped);
        await using var stream = _store.OpenRead(hash)!;
        var given = new MemoryStream();

        var error = await Assert.ThrowsAsync<IOException>(() => stream.CopyToAsync(given, Cancel));

        AssertRotten(error, hash);
        var whole = flipped / Group * Group;
        Assert.Equal(bytes[..whole], given.ToArray());
        stream.Position = flipped;
        await Assert.ThrowsAsync<IOException>(async () => await stream.ReadExactlyAsync(new byte[1], Cancel));
    }

    [Fact]
    public async Task A_range_beside_the_flipped_bit_is_right_and_given_out()
    {
        var (hash, bytes) = await FetchAsync(Length);
        Flip(PathOf(hash), 0);
        await using var stream = _store.OpenRead(hash)!;
        stream.Position = Group;
        var rest = new byte[Length - Group];

        await stream.ReadExactlyAsync(rest, Cancel);

        Assert.Equal(bytes[Group..], rest);
        stream.Position = 1;
        AssertRotten(Assert.Throws<IOException>(() => stream.ReadByte()), hash);
    }

    [Theory]
    [InlineData(Length, Length - 1)]
    [InlineData(Length, Length + 1)]
    [InlineData(Length, 3 * Group)]
    [InlineData(Length, 10)]
    [InlineData(Length, 0)]
    [InlineData(10, 9)]
    [InlineData(10, 0)]
    [InlineData(10, Group + 1)]
    [InlineData(Group, (2 * Group) + 1)]
    public async Task A_blob_that_was_cut_or_has_grown_is_not_here_any_more(int length, int wrong)
    {
        var (hash, _) = await FetchAsync(length);
        await using (var file = File.OpenWrite(PathOf(hash)))
        {
            file.SetLength(wrong);
        }

        Assert.Null(_store.OpenRead(hash));
        AssertPutAway(hash);
    }

    [Fact]
    public async Task A_blob_that_is_cut_while_it_is_read_is_put_away()
    {
        var (hash, _) = await FetchAsync(Length);
        await using var stream = _store.OpenRead(hash)!;
        await using (var file = new FileStream(PathOf(hash), FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.SetLength(Group);
        }

        await stream.ReadExactlyAsync(new byte[Group], Cancel);
        AssertRotten(await Assert.ThrowsAsync<IOException>(async () => await stream.ReadExactlyAsync(new byte[1], Cancel)), hash);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(16 + (4 * 32) - 1)]
    public async Task A_flipped_bit_in_the_tree_is_found_and_the_tree_made_again(int flipped)
    {
        var (hash, bytes) = await FetchAsync(Length);
        var tree = await File.ReadAllBytesAsync(TreeOf(hash), Cancel);
        Flip(TreeOf(hash), flipped);

        Assert.Equal(bytes, await SampleBlob.ReadAllAsync(_store.OpenRead(hash)!, Cancel));
        Assert.Equal(tree, await File.ReadAllBytesAsync(TreeOf(hash), Cancel));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    [InlineData(17)]
    [InlineData(10_000)]
    public async Task A_tree_that_is_missing_cut_or_too_long_is_made_again(int? length)
    {
        var (hash, bytes) = await FetchAsync(Length);
        var tree = await File.ReadAllBytesAsync(TreeOf(hash), Cancel);
        File.Delete(TreeOf(hash));
        if (length is { } left)
        {
            await File.WriteAllBytesAsync(TreeOf(hash), new byte[left], Cancel);
        }

        Assert.Equal(bytes, await SampleBlob.ReadAllAsync(_store.OpenRead(hash)!, Cancel));
        Assert.Equal(tree, await File.ReadAllBytesAsync(TreeOf(hash), Cancel));
        Assert.Empty(Directory.GetFiles(_folder["blobs/incoming"]));
    }

    [Fact]
    public async Task A_blob_that_rots_while_its_tree_is_missing_is_found_out_when_it_is_opened()
    {
        var (hash, _) = await FetchAsync(Length);
        File.Delete(TreeOf(hash));
        Flip(PathOf(hash), 5);

        Assert.Null(_store.OpenRead(hash));
        AssertPutAway(hash);
    }

    [Fact]
    public async Task The_tree_of_another_blob_is_not_believed()
    {
        var (hash, bytes) = await FetchAsync(Length);
        var (other, _) = await FetchAsync(Length, seed: 2);
        File.Copy(TreeOf(other), TreeOf(hash), overwrite: true);

        Assert.Equal(bytes, await SampleBlob.ReadAllAsync(_store.OpenRead(hash)!, Cancel));
    }

    [Fact]
    public async Task What_is_kept_and_what_is_pinned_is_verified_as_well()
    {
        var kept = await _store.AddAsync(new MemoryStream(SampleBlob.Bytes(Length)), Length, Cancel);
        var (pinned, _) = await FetchAsync(Length, seed: 2);
        Assert.True(_store.Pin(pinned));
        var small = await _store.AddAsync(new MemoryStream(SampleBlob.Bytes(100)), Length, Cancel);
        foreach (var hash in (BlobHash[])[kept, pinned])
        {
            Flip(PathOf(hash), Group);
            AssertRotten(await Assert.ThrowsAsync<IOException>(() => SampleBlob.ReadAllAsync(_store.OpenRead(hash)!, Cancel)), hash);
        }

        Flip(PathOf(small), 99);
        Assert.Null(_store.OpenRead(small));
        AssertPutAway(small);
    }

    [Fact]
    public async Task What_was_put_away_can_be_fetched_again_and_a_late_reader_of_the_old_file_does_not_harm_it()
    {
        var (hash, bytes) = await FetchAsync(Length);
        Flip(PathOf(hash), Group);
        await using var late = _store.OpenRead(hash)!;
        Assert.True(_store.SetAside(hash));

        await FetchAsync(Length);
        await Assert.ThrowsAsync<IOException>(() => late.CopyToAsync(Stream.Null, Cancel));

        Assert.Equal(bytes, await SampleBlob.ReadAllAsync(_store.OpenRead(hash)!, Cancel));
    }

    [Fact]
    public async Task A_right_blob_is_not_put_away()
    {
        var (hash, _) = await FetchAsync(Length);

        Assert.False(_store.SetAside(hash));
        Assert.False(_store.SetAside(Sample.Hash(1)));
        Assert.True(_store.Contains(hash));
    }

    [Fact]
    public async Task Only_the_last_sixteen_rotten_blobs_stay()
    {
        var time = new ManualTime();
        var store = new BlobStore(_folder["blobs"], time: time);
        List<BlobHash> hashes = [];
        for (var number = 0; number < 18; number++)
        {
            var hash = await store.AddAsync(new MemoryStream(SampleBlob.Bytes(10, number)), 10, Cancel);
            hashes.Add(hash);
            Flip(PathOf(hash), 0);
            time.Advance(TimeSpan.FromSeconds(1));
            Assert.True(store.SetAside(hash));
        }

        Assert.Equal(
            hashes.Skip(2).Select(hash => hash.ToString()).Order(StringComparer.Ordinal),
            Directory.GetFiles(_folder["blobs/rotten"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_bytes_as_they_are_can_be_read_by_whoever_verifies_them()
    {
        var (hash, bytes) = await FetchAsync(Length);
        Flip(PathOf(hash), 0);
        bytes[0] ^= 1;

        Assert.Equal(bytes, await SampleBlob.ReadAllAsync(_store.OpenUnverified(hash)!, Cancel));
        Assert.Null(_store.OpenUnverified(Sample.Hash(1)));
    }

    [Fact]
    public async Task A_stream_is_for_one_reader_and_is_over_when_it_is_closed()
    {
        var (hash, _) = await FetchAsync(Length);
        var stream = _store.OpenRead(hash)!;
        await stream.DisposeAsync();
        await stream.DisposeAsync();

        Assert.False(stream.CanRead);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await stream.ReadExactlyAsync(new byte[1], Cancel));
    }

    [Fact]
    public async Task Reading_allocates_nothing()
    {
        var (hash, _) = await FetchAsync(20 * Group);
        await using var stream = _store.OpenRead(hash)!;
        var buffer = new byte[10_000];
        stream.ReadExactly(buffer);
        var before = GC.GetAllocatedBytesForCurrentThread();

        while (stream.Read(buffer) > 0)
        {
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static void Flip(string path, int position)
    {
        using var file = File.Open(path, FileMode.Open, FileAccess.ReadWrite);
        file.Position = position;
        var value = file.ReadByte();
        file.Position = position;
        file.WriteByte((byte)(value ^ 1));
    }

    private void AssertRotten(IOException error, BlobHash hash)
    {
        Assert.Equal(BlobFailure.Rotten, Assert.IsType<BlobException>(error.InnerException).Reason);
        AssertPutAway(hash);
    }

    private void AssertPutAway(BlobHash hash)
    {
        Assert.False(_store.Contains(hash));
        Assert.Null(_store.OpenRead(hash));
        Assert.True(File.Exists(_folder[$"blobs/rotten/{hash}"]));
        // Of what was pinned it stays, so that it is pinned again.
        Assert.DoesNotContain(Directory.GetFiles(_folder["blobs"], $"{hash}.tree", SearchOption.AllDirectories), path => !path.Contains("/pinned/", StringComparison.Ordinal));
        Assert.Contains(_log.Messages, message => message.Contains(hash.ShortText, StringComparison.Ordinal) && message.Contains("not served", StringComparison.Ordinal));
    }

    private string PathOf(BlobHash hash) => Directory.GetFiles(_folder["blobs"], hash.ToString(), SearchOption.AllDirectories).Single(path => !path.Contains("/rotten/", StringComparison.Ordinal));

    private string TreeOf(BlobHash hash) => PathOf(hash) + ".tree";

    private async Task<(BlobHash Hash, byte[] Bytes)> FetchAsync(int length, int seed = 1)
    {
        var bytes = SampleBlob.Bytes(length, seed);
        return (await SampleBlob.FetchAsync(_store, bytes, Cancel), bytes);
    }
}
