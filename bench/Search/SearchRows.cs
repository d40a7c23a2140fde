using SoundTime.Wire.Messages;

namespace SoundTime.Bench;

/// <summary>Rows for the tables of a catalogue, with ids in their order: what announcements come to when nobody has to ask what is known.</summary>
internal sealed class SearchRows
{
    private readonly Dictionary<string, Guid> _artists = [];
    private readonly Dictionary<(Guid Artist, string Title), Guid> _albums = [];
    private readonly DateTimeOffset _begin = TimeProvider.System.GetUtcNow();
    private long _ids;

    /// <summary>The rows of some tracks, with the artists and albums that they are the first to name.</summary>
    public SearchRowPage Next(IReadOnlyList<TrackAnnouncement> said)
    {
        var page = new SearchRowPage([], [], []);
        foreach (var track in said)
        {
            if (!_artists.TryGetValue(track.ArtistName, out var artist))
            {
                _artists.Add(track.ArtistName, artist = NewId());
                page.Artists.Add((artist, track.ArtistName));
            }

            if (!_albums.TryGetValue((artist, track.AlbumTitle!), out var album))
            {
                _albums.Add((artist, track.AlbumTitle!), album = NewId());
                page.Albums.Add((album, artist, track.AlbumTitle!));
            }

            page.Tracks.Add(new SearchTrackRow(NewId(), Convert.FromHexString(track.Hash), artist, album, track, NewId()));
        }

        return page;
    }

    /// <summary>A hundred ids share a millisecond, so that those of all rows lie within seconds.</summary>
    private Guid NewId() => Guid.CreateVersion7(_begin.AddMilliseconds(-100_000 + (_ids++ / 100)));
}
