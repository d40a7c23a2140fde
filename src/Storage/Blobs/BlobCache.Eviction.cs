using SoundTime.Wire;

namespace SoundTime.Storage.Blobs;

/// <summary>Making room.</summary>
internal sealed partial class BlobCache
{
    /// <summary>After this time the folder is walked over again, as other processes may have changed it.</summary>
    private static readonly TimeSpan RecountAfter = TimeSpan.FromHours(1);

    /// <summary>Left free for the database and everybody else on the disk, unless the options say otherwise: 256 MiB, or on a small disk a part of it.</summary>
    private const long ReservedBytes = 256L << 20;

    /// <summary>The part of a small disk that is left free: one twentieth.</summary>
    private const long ReservedShare = 20;

    /// <summary>Held by the one who makes room.</summary>
    private readonly Lock _evicting = new();
    private CacheSum? _recount;
    private int _recounted;
    private long _countedAt;

    /// <summary>
    /// Makes room: evicts what was used the longest ago until the cache is within its budget, and <paramref name="wanted"/> bytes and the reserve are free on the disk, or nothing is left that may
    /// go. Answers how many bytes went.
    /// </summary>
    /// <exception cref="BlobException">The folder cannot be read or written.</exception>
    public long Evict(long wanted)
    {
        lock (_evicting)
        {
            try
            {
                var before = _evicted.Bytes;
                if (!_isCounted || time.GetElapsedTime(_countedAt) > RecountAfter)
                {
                    Recount();
                }

                // Where all of the cache would not be enough, nothing goes for it.
                var free = wanted <= FreeBytes() + _sum.Bytes ? wanted : 0;
                EvictWhile(() => _sum.Bytes > options.CacheBytes || FreeBytes() < free);
                return _evicted.Bytes - before;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw BlobException.From(error, folders.Root);
            }
        }
    }

    /// <summary>Makes room on the disk for a blob of this length. Nothing goes if that would not be enough.</summary>
    /// <exception cref="BlobException">There is no room (<see cref="BlobFailure.DiskFull"/>), or that cannot be told.</exception>
    public void EnsureRoomFor(long length)
    {
        try
        {
            var free = FreeBytes();
            if (length > free)
            {
                Evict(length);
                free = FreeBytes();
            }

            if (length > free)
            {
                throw new BlobException(
                    BlobFailure.DiskFull, $"A blob of {length} bytes does not fit on the disk of {folders.Root}, of which {Math.Max(free, 0)} bytes may be used. Free some space.");
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw BlobException.From(error, folders.Root);
        }
    }

    /// <summary>Bytes that are free on the disk beyond the reserve; negative where it is used already.</summary>
    private long FreeBytes()
    {
        var disk = new DriveInfo(folders.Incoming);
        return disk.AvailableFreeSpace - (options.FreeBytes ?? Math.Min(ReservedBytes, disk.TotalSize / ReservedShare));
    }

    private void EvictWhile(Func<bool> isRoomWanted)
    {
        List<CacheCandidate> busy = [];
        var evictedAtRecount = -1L;
        while (isRoomWanted())
        {
            if (TryTakeOldest(out var oldest))
            {
                if (!TryEvict(oldest))
                {
                    busy.Add(oldest);
                }
            }
            else if (!_candidates.IsWhole && _evicted.Blobs > evictedAtRecount)
            {
                // There are more than were remembered. Once in vain is enough: what is left then is being read.
                evictedAtRecount = _evicted.Blobs;
                Recount();
            }
            else
            {
                break;
            }
        }

        lock (_gate)
        {
            busy.ForEach(_candidates.Offer);
        }
    }

    private bool TryTakeOldest(out CacheCandidate oldest)
    {
        lock (_gate)
        {
            return _candidates.TryTake(out oldest);
        }
    }

    /// <summary>Deletes a blob, if it is still there and was not used since. Answers false if it is being read.</summary>
    private bool TryEvict(CacheCandidate candidate)
    {
        var path = folders.PathOf(BlobPlace.Cached, candidate.Hash);
        lock (_gate)
        {
            var file = new FileInfo(path);
            if (file.Exists && file.LastWriteTimeUtc != candidate.LastUse)
            {
                _candidates.Offer(candidate with { LastUse = file.LastWriteTimeUtc });
            }
            else if (file.Exists)
            {
                if (_readers.ContainsKey(candidate.Hash))
                {
                    return false;
                }

                var sum = CacheSum.Of(file);
                // A tree without its blob is found by the next walk; the other way about would have it made again for nothing.
                file.Delete();
                File.Delete(path + BlobFolders.TreeSuffix);
                Count(candidate.Hash, default(CacheSum) - sum);
                _evicted += sum;
                logger.BlobEvicted(candidate.Hash.ShortText, sum.Bytes, candidate.LastUse);
            }

            return true;
        }
    }

    /// <summary>Walks over the folder: counts, gathers the oldest, and removes trees whose blobs are gone.</summary>
    private void Recount()
    {
        lock (_gate)
        {
            (_recount, _recounted) = (default(CacheSum), 0);
            _candidates.Clear();
        }

        try
        {
            HashSet<BlobHash> trees = [];
            for (var first = 0; first < Folders; first++)
            {
                lock (_gate)
                {
                    CountFolder((byte)first, trees);
                    _recounted = first + 1;
                }
            }

            lock (_gate)
            {
                (_sum, _isCounted, _countedAt) = (_recount.GetValueOrDefault(), true, time.GetTimestamp());
            }
        }
        finally
        {
            lock (_gate)
            {
                _recount = null;
            }
        }
    }

    private void CountFolder(byte first, HashSet<BlobHash> trees)
    {
        trees.Clear();
        HashSet<BlobHash> blobs = [];
        foreach (var file in StoredFile.List(folders.FolderOf(BlobPlace.Cached, first)))
        {
            if (file.IsTree)
            {
                trees.Add(file.Hash);
                continue;
            }

            blobs.Add(file.Hash);
            _recount += new CacheSum(file.Length, 1);
            _candidates.Offer(new CacheCandidate(file.LastUse, file.Hash));
        }

        trees.ExceptWith(blobs);
        foreach (var hash in trees)
        {
            File.Delete(folders.PathOf(BlobPlace.Cached, hash) + BlobFolders.TreeSuffix);
        }
    }
}
