namespace SoundTime.Api;

/// <summary>The content type of a track.</summary>
internal static class AudioContentType
{
    private const string Mp4 = "audio/mp4";
    private const string RawAac = "audio/aac";

    /// <summary>Where an MP4 file names its first box, and the name it has (ISO/IEC 14496-12, section 4.3).</summary>
    private const int BoxTypeOffset = 4;

    /// <summary>
    /// The type by the format and, as "aac" is said of two kinds of file, by its first bytes where they are there to be read. Leaves the
    /// stream at its start.
    /// </summary>
    public static async Task<string> OfAsync(string format, Stream content, CancellationToken cancellationToken)
    {
        if (format != "aac" || content is UnreadTrack)
        {
            return Of(format);
        }

        var start = new byte[BoxTypeOffset + 4];
        var read = await content.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken);
        content.Position = 0;
        return read == start.Length && start.AsSpan(BoxTypeOffset).SequenceEqual("ftyp"u8) ? Mp4 : RawAac;
    }

    /// <summary>The type by the format that the catalogue names. AAC is taken for MP4, its usual container.</summary>
    private static string Of(string format) => format switch
    {
        "mp3" => "audio/mpeg",
        "flac" => "audio/flac",
        "ogg" or "opus" => "audio/ogg",
        "wav" => "audio/wav",
        "aac" => Mp4,
        "aiff" => "audio/aiff",
        _ => "application/octet-stream",
    };
}
