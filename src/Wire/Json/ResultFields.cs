using System.Text.Json;
using SoundTime.Wire.Messages;

namespace SoundTime.Wire.Json;

/// <summary>Reads a <see cref="SearchResultItem"/>.</summary>
internal static class ResultFields
{
    private static readonly FieldNames Names = FieldNames.Of(
        "hash", "title", "artist_name", "album_title?", "duration_secs", "format",
        "genre?", "year?", "bitrate?", "source_node", "musicbrainz_id?", "relevance");

    /// <summary>The result that begins under the reader, which stands on the first token of a whole, well-formed value, and then on its last. Null where it cannot be used.</summary>
    public static SearchResultItem? Read(ref Utf8JsonReader json, out Fault fault)
    {
        var start = json;
        string hash = "", title = "", artistName = "", format = "", sourceNode = "";
        string? albumTitle = null, genre = null, musicbrainzId = null;
        float durationSecs = 0, relevance = 0;
        short? year = null;
        int? bitrate = null;

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
                    artistName = fields.Text(ref json);
                    break;
                case "album_title":
                    albumTitle = fields.OptionalText(ref json);
                    break;
                case "duration_secs":
                    durationSecs = fields.Single(ref json);
                    break;
                case "format":
                    format = fields.Text(ref json);
                    break;
                case "genre":
                    genre = fields.OptionalText(ref json);
                    break;
                case "year":
                    year = fields.OptionalInteger<short>(ref json);
                    break;
                case "bitrate":
                    bitrate = fields.OptionalInteger<int>(ref json);
                    break;
                case "source_node":
                    sourceNode = fields.Text(ref json);
                    break;
                case "musicbrainz_id":
                    musicbrainzId = fields.OptionalText(ref json);
                    break;
                case "relevance":
                    relevance = fields.Single(ref json);
                    break;
            }
        }

        fault = fields.Fault ?? default;
        if (fields.Fault is not null)
        {
            json = start;
            json.Skip();
            return null;
        }

        return new SearchResultItem
        {
            Hash = hash,
            Title = title,
            ArtistName = artistName,
            AlbumTitle = albumTitle,
            DurationSecs = durationSecs,
            Format = format,
            Genre = genre,
            Year = year,
            Bitrate = bitrate,
            SourceNode = sourceNode,
            MusicbrainzId = musicbrainzId,
            Relevance = relevance,
        };
    }
}
