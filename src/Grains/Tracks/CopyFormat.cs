namespace SoundTime.Grains.Tracks;

/// <summary>What peers call the format of a copy, and how it ranks.</summary>
internal static class CopyFormat
{
    /// <summary>How many ranks there are.</summary>
    public const int Ranks = 7;

    /// <summary>Whether this names Opus, in whatever container and however written: <c>opus</c>, <c>ogg/opus</c>, <c>audio/ogg;codecs=opus</c>, <c>song.opus</c>.</summary>
    public static bool IsOpus(string format) => format.Contains("opus", StringComparison.OrdinalIgnoreCase);

    /// <summary>The place of a format in the order of the seed document, from 0, the worst; higher is better.</summary>
    /// <param name="format">What the peer calls it: a name, or the extension of a file, which is what Rust nodes take from a scanned folder.</param>
    /// <param name="isOpus">Whether the same bytes are known to be Opus: what is called Ogg is its container then.</param>
    public static int Rank(string format, bool isOpus) => IsOpus(format) ? 4 : format.Trim().TrimStart('.').ToUpperInvariant() switch
    {
        "FLAC" => 6,
        "WAV" or "WAVE" or "AIFF" or "AIF" => 5,
        "OGG" or "OGA" => isOpus ? 4 : 3,
        "AAC" or "M4A" => 2,
        "MP3" => 1,
        _ => 0,
    };
}
