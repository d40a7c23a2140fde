using System.Text.Json;

namespace SoundTime.Silo.Terminal;

/// <summary>Gives the tracks of a search the places that there are: each one, and own tracks half of them until it is known that peers do not need the others.</summary>
/// <param name="count">Places, from 1.</param>
internal sealed class SearchPlaces(int count)
{
    private readonly HashSet<string?> _taken = [];
    private readonly List<JsonElement> _waiting = [];
    private int _own;

    /// <summary>Tracks that have a place.</summary>
    public int Taken => _taken.Count;

    /// <summary>Whether there is no place left.</summary>
    public bool IsFull => Taken == count;

    /// <summary>Gives places to tracks that came, as the API writes them; answers which have one now.</summary>
    public IReadOnlyList<JsonElement> Take(JsonElement tracks)
    {
        var taken = new List<JsonElement>();
        foreach (var track in tracks.EnumerateArray())
        {
            var isOwn = track.GetProperty("local").GetBoolean();
            if (isOwn && _own == count - (count / 2))
            {
                _waiting.Add(track);
            }
            else if (TryTake(track))
            {
                _own += isOwn ? 1 : 0;
                taken.Add(track);
            }
        }

        return taken;
    }

    /// <summary>No more comes: gives the places that are left to own tracks; answers which have one now.</summary>
    public IReadOnlyList<JsonElement> TakeRest() => [.. _waiting.Where(TryTake)];

    private bool TryTake(JsonElement track) => !IsFull && _taken.Add(track.GetProperty("hash").GetString());
}
