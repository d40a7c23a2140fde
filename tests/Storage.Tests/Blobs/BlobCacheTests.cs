using SoundTime.Storage.Blobs;
using SoundTime.Storage.Tests.Support;
using SoundTime.Wire;

namespace SoundTime.Storage.Tests.Blobs;

public sealed class BlobCacheTests : IDisposable
{
    private const int Length = 1_000;

    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new();
    private BlobStore _store;

    public BlobCacheTests() => _store = Open(budget: 3 * Length);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_used_the_longest_ago_goes_first_also_after_a_restart()
    {
        var hashes = await FetchAsync(count: 5);
        await UseAsync(hashes[0]);
        await UseAsync(hashes[2]);

        _store = Open(budget: 3 * Length);
        Assert.Equal(2 * Length, _store.EvictIfNeeded());

        AssertHere(hashes, true, false, true, false, true);
        Assert.Equal(new BlobCacheUsage(3 * Length, 3, 3 * Length, 2 * Length, 2, IsCounted: true), _store.Usage);
    }

    [Fact]
    public async Task Uses_within_a_minute_are_one()
    {
        var hash = (await FetchAsync(count: 1))[0];
        var first = _store.List().Single().LastUse;
        await UseAsync(hash, after: TimeSpan.FromSeconds(-1));
        Assert.Equal(first, _store.List().Single().LastUse);

        await UseAsync(hash, after: TimeSpan.FromSeconds(1));
        Assert.Equal(_time.GetUtcNow(), _store.List().Single().LastUse);
    }

    [Fact]
    public async Task A_use_counts_until_its_end()
    {
        var hashes = await FetchAsync(count: 2);
        var stream = _store.OpenRead(hashes[0])!;
        _time.Advance(TimeSpan.FromMinutes(5));
        await UseAsync(hashes[1]);
        _time.Advance(TimeSpan.FromMinutes(5));
        await stream.DisposeAsync();

        _store = Open(budget: Length);
        _store.EvictIfNeeded();

        AssertHere(hashes, true, false);
    }

    [Fact]
    public async Task What_is_being_read_stays_and_goes_when_its_last_reader_has_left()
    {
        var hashes = await FetchAsync(count: 4);
        await using var first = _store.OpenRead(hashes[0])!;
        await using var second = _store.OpenRead(hashes[0])!;

        Assert.Equal(Length, _store.EvictIfNeeded());
        AssertHere(hashes, true, false, true, true);

        _store = Open(budget: 1);
        await using var last = _store.OpenRead(hashes[2])!;
        _store.EvictIfNeeded();
        AssertHere(hashes, false, false, true, false);
        Assert.Equal(SampleBlob.Bytes(Length, 0), await SampleBlob.ReadAllAsync(first, Cancel));
        await DrainAsync();
        var overfull = _store.WaitUntilOverfullAsync(Cancel);
        await last.DisposeAsync();
        await overfull.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        Assert.Equal(Length, _store.EvictIfNeeded());
        AssertHere(hashes, false, false, false, false);
        Assert.Empty(Directory.GetFiles(_folder["blobs"], "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task What_was_passed_over_while_it_was_read_is_still_the_oldest_afterwards()
    {
        var hashes = await FetchAsync(count: 4);
        _store.EvictIfNeeded();
        // Opened within a minute of its last use, so that the reading does not make it younger.
        _store = Open(budget: 2 * Length);
        _time.Advance(TimeSpan.FromMinutes(-3));
        var stream = _store.OpenRead(hashes[1])!;
        _store.EvictIfNeeded();
        AssertHere(hashes, false, true, false, true);
        await stream.DisposeAsync();
        _time.Advance(TimeSpan.FromMinutes(9));
        hashes = [.. hashes, .. await FetchAsync(count: 1, seed: 10)];

        _store.EvictIfNeeded();

        AssertHere(hashes, false, false, false, true, true);
    }

    [Fact]
    public async Task What_is_pinned_or_kept_stays_and_does_not_count()
    {
        var kept = await _store.AddAsync(new MemoryStream(SampleBlob.Bytes(Length, 100)), Length, Cancel);
        var hashes = await FetchAsync(count: 4);
        Assert.True(_store.Pin(hashes[0]));
        Assert.False(_store.Pin(hashes[0]));
        Assert.False(_store.Pin(kept));
        Assert.False(_store.Unpin(kept));
        Assert.Equal((3L * Length, 3L), (_store.Usage.Bytes, _store.Usage.Blobs));
        Assert.Equal(0, _store.EvictIfNeeded());

        _store = Open(budget: 1);
        Assert.Equal(3 * Length, _store.EvictIfNeeded());
        Assert.True(_store.Contains(kept));
        AssertHere(hashes, true, false, false, false);

        Assert.True(_store.Unpin(hashes[0]));
        Assert.False(_store.Unpin(hashes[0]));
        Assert.Equal(Length, _store.EvictIfNeeded());
        AssertHere(hashes, false, false, false, false);
    }

    [Fact]
    public async Task A_track_larger_than_the_budget_is_here_until_it_is_evicted_and_can_be_fetched_again()
    {
        _store = Open(budget: 10);
        var hash = (await FetchAsync(count: 1))[0];
        await _store.WaitUntilOverfullAsync(Cancel).WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        await using (var stream = _store.OpenRead(hash)!)
        {
            Assert.Equal(0, _store.EvictIfNeeded());
            Assert.Equal(SampleBlob.Bytes(Length, 0), await SampleBlob.ReadAllAsync(stream, Cancel));
        }

        Assert.Equal(Length, _store.EvictIfNeeded());
        Assert.False(_store.Contains(hash));
        Assert.True(_store.Contains((await FetchAsync(count: 1))[0]));
    }

    [Fact]
    public async Task A_track_larger_than_the_budget_is_heard_to_its_end_by_those_who_listen_while_it_comes()
    {
        _store = Open(budget: 10);
        var bytes = SampleBlob.Bytes(Length);
        var pending = _store.Begin(SampleBlob.HashOf(bytes), Length);
        using var source = pending.BeginSource(isHeard: true);
        await source.WriteAsync(bytes, Cancel);
        await source.CompleteAsync(Cancel);
        Assert.Equal(0, _store.EvictIfNeeded());
        var listener = pending.OpenRead();
        pending.Dispose();
        pending.Dispose();

        Assert.Equal(0, _store.EvictIfNeeded());
        Assert.Equal(bytes, await SampleBlob.ReadAllAsync(listener, Cancel));
        Assert.Equal(Length, _store.EvictIfNeeded());
    }

    [Fact]
    public async Task What_a_version_without_a_cache_kept_can_be_moved_to_it_and_its_age_counts()
    {
        var hashes = await FetchAsync(count: 3);
        _store.EvictIfNeeded();
        var old = await _store.AddAsync(new MemoryStream(SampleBlob.Bytes(Length, 100)), Length, Cancel);
        File.SetLastWriteTimeUtc(_folder[$"blobs/{old.ToString()[..2]}/{old}"], _time.GetUtcNow().UtcDateTime.AddDays(-1));

        Assert.True(_store.MoveToCache(old));
        Assert.False(_store.MoveToCache(old));
        Assert.Equal(Length, _store.EvictIfNeeded());

        Assert.False(_store.Contains(old));
        AssertHere(hashes, true, true, true);
    }

    [Fact]
    public async Task A_blob_that_another_process_removed_is_forgotten_at_the_next_count()
    {
        var hashes = await FetchAsync(count: 3);
        _store.EvictIfNeeded();
        File.Delete(_folder[$"blobs/cached/{hashes[0].ToString()[..2]}/{hashes[0]}"]);
        Assert.Null(_store.OpenRead(hashes[0]));

        _time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(0, _store.EvictIfNeeded());

        Assert.Equal(2 * Length, _store.Usage.Bytes);
    }

    [Fact]
    public async Task A_tree_whose_blob_is_gone_is_removed_and_others_stay()
    {
        _store = Open(budget: 1_000_000);
        var gone = await SampleBlob.FetchAsync(_store, SampleBlob.Bytes(100_000), Cancel);
        var here = await SampleBlob.FetchAsync(_store, SampleBlob.Bytes(100_000, 2), Cancel);
        File.Delete(_folder[$"blobs/cached/{gone.ToString()[..2]}/{gone}"]);

        _store.EvictIfNeeded();

        Assert.Equal($"{here}.tree", Path.GetFileName(Assert.Single(Directory.GetFiles(_folder["blobs"], "*.tree", SearchOption.AllDirectories))));
    }

    [Fact]
    public void Of_more_blobs_than_are_remembered_the_oldest_are_and_in_their_order()
    {
        var candidates = new CacheCandidates();
        var start = _time.GetUtcNow().UtcDateTime;
        for (var number = CacheCandidates.Capacity + 9; number >= 0; number--)
        {
            candidates.Offer(new CacheCandidate(start.AddSeconds(number), Sample.Hash(number)));
        }

        Assert.False(candidates.IsWhole);
        candidates.Offer(new CacheCandidate(start.AddSeconds(CacheCandidates.Capacity), Sample.Hash(-1)));
        for (var number = 0; number < CacheCandidates.Capacity; number++)
        {
            Assert.True(candidates.TryTake(out var oldest));
            Assert.Equal(start.AddSeconds(number), oldest.LastUse);
        }

        Assert.False(candidates.TryTake(out _));
    }

    [Fact]
    public void More_blobs_than_are_remembered_go_at_once_and_in_their_order()
    {
        const int Count = (2 * CacheCandidates.Capacity) + 100;
        var start = _time.GetUtcNow().UtcDateTime;
        List<BlobHash> hashes = [.. Enumerable.Range(0, Count).Select(number => SampleBlob.HashOf(BitConverter.GetBytes(number)))];
        for (var number = 0; number < Count; number++)
        {
            var name = hashes[number].ToString();
            var path = Path.Combine(Directory.CreateDirectory(_folder[$"blobs/cached/{name[..2]}"]).FullName, name);
            File.WriteAllBytes(path, [1]);
            File.SetLastWriteTimeUtc(path, start.AddSeconds(number));
        }

        _store = Open(budget: 10);
        Assert.Equal(Count - 10, _store.EvictIfNeeded());

        Assert.Equal(hashes.TakeLast(10).Order(), _store.List().Select(blob => blob.Hash));
    }

    [Fact]
    public async Task The_list_is_in_order_with_place_and_length_and_goes_on_anywhere()
    {
        var hashes = await FetchAsync(count: 20);
        _store.Pin(hashes[3]);
        var kept = await _store.AddAsync(new MemoryStream(SampleBlob.Bytes(5)), Length, Cancel);
        var expected = hashes.Select((hash, number) => (hash, Length, number == 3 ? BlobPlace.Pinned : BlobPlace.Cached)).Append((kept, 5, BlobPlace.Kept)).OrderBy(blob => blob.Item1).ToArray();

        Assert.Equal(expected, _store.List().Select(blob => (blob.Hash, (int)blob.Length, blob.Place)));
        for (var number = 0; number < expected.Length; number++)
        {
            Assert.Equal(expected.Skip(number + 1).Select(blob => blob.Item1), _store.List(expected[number].Item1).Select(blob => blob.Hash));
        }

        Assert.Equal(kept, Assert.Single(_store.List(place: BlobPlace.Kept)).Hash);
    }

    private async Task DrainAsync()
    {
        using var none = new CancellationTokenSource();
        while (_store.WaitUntilOverfullAsync(none.Token) is { IsCompletedSuccessfully: true })
        {
        }

        await none.CancelAsync();
    }

    private BlobStore Open(long budget) => new(_folder["blobs"], new BlobStoreOptions { CacheBytes = budget, FreeBytes = 0 }, _time);

    /// <summary>Fetches blobs, one every other minute.</summary>
    private async Task<BlobHash[]> FetchAsync(int count, int seed = 0)
    {
        var hashes = new BlobHash[count];
        for (var number = 0; number < count; number++)
        {
            _time.Advance(TimeSpan.FromMinutes(2));
            hashes[number] = await SampleBlob.FetchAsync(_store, SampleBlob.Bytes(Length, seed + number), Cancel);
        }

        return hashes;
    }

    /// <summary>Reads a blob so long after a minute has passed.</summary>
    private async Task UseAsync(BlobHash hash, TimeSpan after = default)
    {
        _time.Advance(TimeSpan.FromMinutes(1) + after);
        await SampleBlob.ReadAllAsync(_store.OpenRead(hash)!, Cancel);
    }

    private void AssertHere(BlobHash[] hashes, params bool[] expected) => Assert.Equal(expected, hashes.Select(_store.Contains));
}
