using SoundTime.Storage.Health;

namespace SoundTime.Storage.Tests.Health;

/// <summary>What a store of healths is to hold, said as plainly as possible: tracks and peers are numbers.</summary>
internal sealed class NaiveHealth
{
    private readonly Dictionary<int, TrackHealth> _healths = [];

    public HashSet<int> Files { get; } = [];

    public HashSet<(int Peer, int Track)> Copies { get; } = [];

    public Dictionary<(int Peer, int Track), int> Strikes { get; } = [];

    public IEnumerable<int> Remote => Copies.Select(copy => copy.Track).Distinct().Except(Files);

    public IEnumerable<int> Troubled => Remote.Where(track => Find(track) is { State: >= TrackHealthState.Degraded, IsTakenOut: false });

    public TrackHealth Find(int track) => _healths.GetValueOrDefault(track, TrackHealth.Healthy);

    /// <summary>Answers whether there is such a track.</summary>
    public bool Save(int track, TrackHealth health)
    {
        if (!IsKnown(track))
        {
            return false;
        }

        _healths[track] = health with { CheckedAt = null } == TrackHealth.Healthy ? TrackHealth.Healthy : health;
        return true;
    }

    public int AddStrike(int peer, int track) =>
        Copies.Contains((peer, track)) ? Strikes[(peer, track)] = Strikes.GetValueOrDefault((peer, track)) + 1 : 0;

    public void RemoveCopy(int peer, int track)
    {
        Copies.Remove((peer, track));
        Strikes.Remove((peer, track));
        Release(track);
    }

    public void RemoveFile(int track)
    {
        Files.Remove(track);
        Release(track);
    }

    private bool IsKnown(int track) => Files.Contains(track) || Copies.Any(copy => copy.Track == track);

    private void Release(int track)
    {
        if (!IsKnown(track))
        {
            _healths.Remove(track);
        }
    }
}
