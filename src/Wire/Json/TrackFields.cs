using System.Text.Json;
using SoundTime.Wire.Messages;

namespace SoundTime.Wire.Json;

/// <summary>Reads a <see cref="TrackAnnouncement"/>.</summary>
internal static class TrackFields
{
    private static readonly FieldNames Names = FieldNames.Of(
        "hash", "title", "artist_name", "album_artist_name?", "album_title?", "duration_secs", "format", "file_size",
        "genre?", "year?", "track_number?", "disc_number?", "bitrate?", "sample_rate?", "origin_node", "cover_hash?");

    /// <summary>The announcement that begins under the reader, or null and what is wrong with it.</summary>
    /// <param name="json">Stands on the first token of a whole, well-formed value.</param>
    /// <param name="previous">The announcement before: neighbours in a catalogue mostly share their artist, album and origin, and then the texts too.</param>
    /// <param name="fault">What is wrong; without meaning otherwise.</param>
    public static TrackAnnouncement? Read(ref Utf8JsonReader json, TrackAnnouncement? previous, out Fault fault)
    {
        string hash = "", title = "", artistName = "", format = "", originNode = "";
        string? albumArtistName = null, albumTitle = null, genre = null, coverHash = null;
        float durationSecs = 0;
        long fileSize = 0;
        short? year = null, trackNumber = null, discNumber = null;
        int? bitrate = null, sampleRate = null;

        var fields = new ObjectFields(Names);
        while (fields.Next(ref json))
        {
            switch (fields.Name)
            {
                case "hash":
                    hash = fields.Text(ref json);
                    break;
                case "title":
                    title = fields.Text(ref json);
                    break;
                case "artist_name":
                    artistName = fields.Text(ref json, previous?.ArtistName);
                    break;
                case "album_artist_name":
                    albumArtistName = fields.OptionalText(ref json, previous?.AlbumArtistName);
                    break;
                case "album_title":
                    albumTitle = fields.OptionalText(ref json, previous?.AlbumTitle);
                    break;
                case "duration_secs":
                    durationSecs = fields.Single(ref json);
                    break;
                case "format":
                    format = fields.Text(ref json, previous?.Format);
                    break;
                case "file_size":
                    fileSize = fields.Integer<long>(ref json);
                    break;
                case "genre":
                    genre = fields.OptionalText(ref json, previous?.Genre);
                    break;
                case "year":
                    year = fields.OptionalInteger<short>(ref json);
                    break;
                case "track_number":
                    trackNumber = fields.OptionalInteger<short>(ref json);
                    break;
                case "disc_number":
                    discNumber = fields.OptionalInteger<short>(ref json);
                    break;
                case "bitrate":
                    bitrate = fields.OptionalInteger<int>(ref json);
                    break;
                case "sample_rate":
                    sampleRate = fields.OptionalInteger<int>(ref json);
                    break;
                case "origin_node":
                    originNode = fields.Text(ref json, previous?.OriginNode);
                    break;
                case "cover_hash":
                    coverHash = fields.OptionalText(ref json, previous?.CoverHash);
                    break;
            }
        }

        fault = fields.Fault.GetValueOrDefault();
        return fields.Fault is not null ? null : new TrackAnnouncement
        {
            Hash = hash,
            Title = title,
            ArtistName = artistName,
            AlbumArtistName = albumArtistName,
            AlbumTitle = albumTitle,
            DurationSecs = durationSecs,
            Format = format,
            FileSize = fileSize,
            Genre = genre,
            Year = year,
            TrackNumber = trackNumber,
            DiscNumber = discNumber,
            Bitrate = bitrate,
            SampleRate = sampleRate,
            OriginNode = originNode,
            CoverHash = coverHash,
        };
    }
}
