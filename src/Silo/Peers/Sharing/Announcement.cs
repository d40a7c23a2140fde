using SoundTime.Storage.Catalogue;
using SoundTime.Wire;
using SoundTime.Wire.Messages;

namespace SoundTime.Silo.Peers;

/// <summary>What this node says of its own tracks (protocol sheet, section 14, item 4).</summary>
internal static class Announcement
{
    /// <summary>Whether a track can be fetched: its length must fit the wire.</summary>
    public static bool IsOffered(Track track) => track is { IsLocal: true, FileSize: > 0 and <= WireLimits.MaxBlobBytes };

    /// <summary>The announcement of a track; <paramref name="self"/> is this node.</summary>
    public static TrackAnnouncement Of(Track track, NodeId self) => new()
    {
        Hash = track.Hash.ToString(),
        Title = track.Tags.Title,
        ArtistName = track.Tags.ArtistName,
        AlbumArtistName = track.Tags.AlbumArtistName,
        AlbumTitle = track.Tags.AlbumTitle,
        DurationSecs = track.Tags.DurationSecs,
        Format = track.Tags.Format,
        FileSize = track.FileSize,
        Genre = track.Tags.Genre,
        Year = track.Tags.Year,
        TrackNumber = track.Tags.TrackNumber,
        DiscNumber = track.Tags.DiscNumber,
        Bitrate = track.Tags.Bitrate,
        SampleRate = track.Tags.SampleRate,
        OriginNode = self.ToString(),
        CoverHash = track.CoverHash?.ToString(),
    };
}
