using System.Globalization;
using SoundTime.Storage.Catalogue;

namespace SoundTime.Import;

/// <summary>
/// Makes our tags of ffprobe's. Names vary by container and case, and Ogg keeps them with the stream, MP4, ID3 and RIFF with the file.
/// </summary>
internal static class TagReader
{
    private const string UnknownArtist = "Unknown";

    /// <exception cref="ImportException">There is no audio in it, or none of our formats.</exception>
    public static ProbedMedia Read(FfprobeOutput output, string fileName)
    {
        var audio = output.Streams?.FirstOrDefault(stream => stream.CodecType == "audio")
            ?? throw new ImportException(ImportFailure.NotAudio, "There is no audio in this file.");
        var format = AudioFormats.NameOf(output.Format?.FormatName, audio.CodecName)
            ?? throw new ImportException(ImportFailure.NotAudio, $"A file of type {output.Format?.FormatName} is not taken.");
        var picture = output.Streams.FirstOrDefault(stream => stream is { CodecType: "video", Disposition.AttachedPic: 1 });

        string? Find(params ReadOnlySpan<string> names)
        {
            foreach (var name in names)
            {
                if ((FindTag(output.Format?.Tags, name) ?? FindTag(audio.Tags, name)) is { } value)
                {
                    return value;
                }
            }

            return null;
        }

        var tags = new TrackTags
        {
            Title = TagText.Clean(Find("title"), CatalogueLimits.MaxNameLength) ?? TagText.TitleFromFileName(fileName, CatalogueLimits.MaxNameLength),
            ArtistName = TagText.Clean(Find("artist"), CatalogueLimits.MaxNameLength) ?? UnknownArtist,
            AlbumArtistName = TagText.Clean(Find("album_artist", "album artist", "albumartist"), CatalogueLimits.MaxNameLength),
            AlbumTitle = TagText.Clean(Find("album"), CatalogueLimits.MaxNameLength),
            DurationSecs = ReadDuration(output.Format?.Duration) ?? ReadDuration(audio.Duration) ?? 0,
            Format = format,
            Genre = TagText.CleanGenre(Find("genre"), CatalogueLimits.MaxGenreLength),
            Year = ReadYear(Find("date", "year", "TYER", "TDRC")),
            TrackNumber = ReadNumber(Find("track", "tracknumber")),
            DiscNumber = ReadNumber(Find("disc", "discnumber")),
            Bitrate = ToKilobits(ReadInteger(audio.BitRate) ?? ReadInteger(output.Format?.BitRate)),
            SampleRate = ReadInteger(audio.SampleRate) is { } rate and > 0 and <= int.MaxValue ? (int)rate : null,
        };
        return new ProbedMedia(tags, picture?.Index);
    }

    private static string? FindTag(IReadOnlyDictionary<string, string>? tags, string name) =>
        tags?.FirstOrDefault(tag => tag.Key.Equals(name, StringComparison.OrdinalIgnoreCase) && !string.IsNullOrWhiteSpace(tag.Value)).Value;

    private static float? ReadDuration(string? text) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and <= CatalogueLimits.MaxDurationSecs
            ? seconds
            : null;

    private static long? ReadInteger(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static int? ToKilobits(long? bitsPerSecond) =>
        bitsPerSecond is > 0 and var bits && (bits + 500) / 1000 is > 0 and <= int.MaxValue and var kilobits ? (int)kilobits : null;

    /// <summary>The number before the slash of <c>3/12</c>, from 1.</summary>
    private static short? ReadNumber(string? text) =>
        short.TryParse(text?.Split('/')[0].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;

    /// <summary>The first four digits of <c>2024-05-06</c>.</summary>
    private static short? ReadYear(string? text)
    {
        var start = text.AsSpan().IndexOfAnyInRange('0', '9');
        return start >= 0 && start + 4 <= text!.Length
            && short.TryParse(text.AsSpan(start, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year > 0
            ? year
            : null;
    }
}
