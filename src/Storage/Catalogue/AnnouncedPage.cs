using SoundTime.Wire;
using SoundTime.Wire.Messages;

namespace SoundTime.Storage.Catalogue;

/// <summary>A page of announcements, checked: each hash once, as it was said last, and what was left out with its reason.</summary>
internal sealed class AnnouncedPage
{
    private readonly Dictionary<BlobHash, (int Index, TrackFacts Facts)> _usable;
    private readonly List<RejectedAnnouncement> _rejected = [];
    private readonly int _count;

    public AnnouncedPage(IReadOnlyList<TrackAnnouncement> announcements)
    {
        _count = announcements.Count;
        _usable = new(_count);
        for (var index = 0; index < _count; index++)
        {
            if (AnnouncementCheck.TryRead(announcements[index], out var facts, out var reason))
            {
                _usable[facts.Hash] = (index, facts);
            }
            else
            {
                _rejected.Add(new RejectedAnnouncement(index, reason));
            }
        }
    }

    /// <summary>What can be recorded.</summary>
    public IEnumerable<TrackFacts> Entries => _usable.Values.Select(entry => entry.Facts);

    /// <summary>How many entries can be recorded.</summary>
    public int Count => _usable.Count;

    /// <summary>What became of the page when <paramref name="added"/> copies of it were new and some had no room.</summary>
    public AnnouncementOutcome ToOutcome(int added, IEnumerable<(BlobHash Hash, string Reason)> surplus)
    {
        RejectedAnnouncement[] rejected = [.. _rejected, .. surplus.Select(entry => new RejectedAnnouncement(_usable[entry.Hash].Index, entry.Reason))];
        return new AnnouncementOutcome(added, _count - rejected.Length - added, rejected);
    }
}
