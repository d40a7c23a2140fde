using System.Threading.Channels;

namespace SoundTime.Import;

/// <summary>
/// The changes that wait to be taken in. A file waits until it has kept its size and time for a while; a deletion until nothing else
/// waits, so that the new name of a moved file is imported before the old one goes, and its track stays. Safe for use from several threads.
/// </summary>
internal sealed class LibraryChanges(TimeSpan quietTime, TimeProvider timeProvider)
{
    /// <summary>Most changes that wait; beyond, a scan of the whole folder is cheaper.</summary>
    public const int MaxWaiting = 10_000;

    /// <summary>How many quiet times a deletion waits at most.</summary>
    private const int MostQuietTimes = 30;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Waiting> _touched = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _deleted = new(StringComparer.Ordinal);
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private bool _rescan;

    /// <summary>Whether anything waits.</summary>
    public bool Any
    {
        get
        {
            lock (_lock)
            {
                return _rescan || _touched.Count + _deleted.Count > 0;
            }
        }
    }

    /// <summary>A file was created, written to, or moved here.</summary>
    public void Touch(string path) => Add(_touched, path, new Waiting(FileStamp.Read(path), timeProvider.GetTimestamp()));

    /// <summary>A file or folder was deleted or moved away.</summary>
    public void Delete(string path) => Add(_deleted, path, timeProvider.GetTimestamp());

    /// <summary>The whole folder must be searched.</summary>
    public void RequestRescan()
    {
        lock (_lock)
        {
            _rescan = true;
        }

        _signal.Writer.TryWrite(true);
    }

    /// <summary>Waits until a change is reported.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _signal.Reader.ReadAsync(cancellationToken);

    /// <summary>Answers whether a scan was asked for. It finds all that waits as well, except files that are still being written.</summary>
    public bool TakeRescan()
    {
        lock (_lock)
        {
            (var taken, _rescan) = (_rescan, false);
            return taken;
        }
    }

    /// <summary>Takes out the files and folders that have been quiet for long enough.</summary>
    public IReadOnlyList<string> TakeTouched()
    {
        lock (_lock)
        {
            foreach (var (path, waiting) in _touched.ToArray())
            {
                if (FileStamp.Read(path) is var stamp && stamp != waiting.Stamp)
                {
                    _touched[path] = new Waiting(stamp, timeProvider.GetTimestamp());
                }
            }

            return Take(_touched, waiting => waiting.Since, quietTime);
        }
    }

    /// <summary>
    /// Takes out deletions. They wait until all that was touched has been taken in, since that may be the same files under new names; but
    /// not for ever, since a file may grow for hours.
    /// </summary>
    public IReadOnlyList<string> TakeDeleted()
    {
        lock (_lock)
        {
            return Take(_deleted, since => since, _touched.Count == 0 ? quietTime : quietTime * MostQuietTimes);
        }
    }

    private void Add<T>(Dictionary<string, T> changes, string path, T change)
    {
        lock (_lock)
        {
            changes[path] = change;
            if (_touched.Count + _deleted.Count > MaxWaiting)
            {
                _touched.Clear();
                _deleted.Clear();
                _rescan = true;
            }
        }

        _signal.Writer.TryWrite(true);
    }

    private string[] Take<T>(Dictionary<string, T> changes, Func<T, long> since, TimeSpan age)
    {
        string[] quiet = [.. changes.Where(change => timeProvider.GetElapsedTime(since(change.Value)) >= age)
            .Select(change => change.Key).Order(StringComparer.Ordinal)];
        foreach (var path in quiet)
        {
            changes.Remove(path);
        }

        return quiet;
    }

    private readonly record struct Waiting(FileStamp? Stamp, long Since);
}
