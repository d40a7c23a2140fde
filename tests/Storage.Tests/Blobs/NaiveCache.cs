namespace SoundTime.Storage.Tests.Blobs;

/// <summary>A cache by the letter: a list that is sorted anew each time.</summary>
internal sealed class NaiveCache(long budget)
{
    private readonly List<Entry> _entries = [];

    public long CachedBytes => _entries.Where(entry => !entry.IsPinned).Sum(entry => entry.Length);

    public bool Contains(int track) => Find(track) is not null;

    public void Fetch(int track, int length, DateTimeOffset now) => _entries.Add(new Entry { Track = track, Length = length, LastUse = now });

    public void BeginRead(int track, DateTimeOffset now)
    {
        Find(track)!.IsRead = true;
        Use(track, now);
    }

    public void EndRead(int track, DateTimeOffset now)
    {
        Find(track)!.IsRead = false;
        Use(track, now);
    }

    public bool Pin(int track) => SetPinned(track, true);

    public bool Unpin(int track) => SetPinned(track, false);

    public long Evict()
    {
        var evicted = 0L;
        while (CachedBytes > budget && _entries.Where(entry => !entry.IsPinned && !entry.IsRead).MinBy(entry => entry.LastUse) is { } oldest)
        {
            _entries.Remove(oldest);
            evicted += oldest.Length;
        }

        return evicted;
    }

    private void Use(int track, DateTimeOffset now) => Find(track)!.LastUse = now;

    private bool SetPinned(int track, bool isPinned)
    {
        if (Find(track) is not { } entry || entry.IsPinned == isPinned)
        {
            return false;
        }

        entry.IsPinned = isPinned;
        return true;
    }

    private Entry? Find(int track) => _entries.SingleOrDefault(entry => entry.Track == track);

    private sealed class Entry
    {
        public required int Track { get; init; }

        public required long Length { get; init; }

        public DateTimeOffset LastUse { get; set; }

        public bool IsPinned { get; set; }

        public bool IsRead { get; set; }
    }
}
