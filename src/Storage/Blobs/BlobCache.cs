using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using SoundTime.Wire;

namespace SoundTime.Storage.Blobs;

/// <summary>
/// What the cache holds, and who reads of it. The folder is the index: a blob's last use is its file's time, so nothing gets out of step when a process is killed. In memory are two sums and the
/// oldest blobs; both are made by walking over the folder, one 256th at a time.
/// </summary>
internal sealed partial class BlobCache(BlobFolders folders, BlobStoreOptions options, TimeProvider time, ILogger logger)
{
    /// <summary>Folders of a place: one for each value of a hash's first byte.</summary>
    private const int Folders = byte.MaxValue + 1;

    /// <summary>Held while names of the cache change and while a folder of it is counted, so that each file is counted once.</summary>
    private readonly Lock _gate = new();
    private readonly Dictionary<BlobHash, int> _readers = [];
    private readonly CacheCandidates _candidates = new();
    private readonly Channel<bool> _overfull = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private CacheSum _sum;
    private CacheSum _evicted;
    private bool _isCounted;

    /// <summary>How full it is.</summary>
    public BlobCacheUsage Usage
    {
        get
        {
            lock (_gate)
            {
                return new BlobCacheUsage(_sum.Bytes, _sum.Blobs, options.CacheBytes, _evicted.Bytes, _evicted.Blobs, _isCounted);
            }
        }
    }

    private bool IsOverfull => !_isCounted || _sum.Bytes > options.CacheBytes;

    /// <summary>Waits until there is more in it than there may be.</summary>
    public async Task WaitUntilOverfullAsync(CancellationToken cancellationToken) => await _overfull.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Notes that a blob is being read, wherever it lies: it is not evicted until <see cref="EndRead"/>.</summary>
    public void BeginRead(BlobHash hash)
    {
        lock (_gate)
        {
            _readers[hash] = _readers.GetValueOrDefault(hash) + 1;
        }
    }

    /// <summary>Notes that a reader has ended.</summary>
    public void EndRead(BlobHash hash)
    {
        lock (_gate)
        {
            var left = _readers[hash] - 1;
            if (left > 0)
            {
                _readers[hash] = left;
                return;
            }

            _readers.Remove(hash);
            SignalIfOverfull();
        }
    }

    /// <summary>Has a change to the names of a blob in the cache done, and counts what came of it.</summary>
    public void Change(BlobHash hash, Action change)
    {
        var file = new FileInfo(folders.PathOf(BlobPlace.Cached, hash));
        lock (_gate)
        {
            var before = CacheSum.Of(file);
            try
            {
                change();
            }
            finally
            {
                file.Refresh();
                Count(hash, CacheSum.Of(file) - before);
                if (file.Exists)
                {
                    _candidates.Offer(new CacheCandidate(file.LastWriteTimeUtc, hash));
                }

                SignalIfOverfull();
            }
        }
    }

    private void SignalIfOverfull()
    {
        if (IsOverfull)
        {
            _overfull.Writer.TryWrite(true);
        }
    }

    private void Count(BlobHash hash, CacheSum change)
    {
        _sum += change;
        // What lies in a folder that is still to be walked over is counted then.
        if (_recount is not null && hash.FirstByte() < _recounted)
        {
            _recount += change;
        }
    }
}
