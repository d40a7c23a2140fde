using System.Collections.Frozen;

namespace SoundTime.Import;

/// <summary>The formats that we take, by file extension and by content.</summary>
public static class AudioFormats
{
    private static readonly FrozenSet<string> Known = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, ".mp3", ".flac", ".ogg", ".oga", ".opus", ".m4a", ".aac", ".wav", ".aif", ".aiff");

    /// <summary>The file extensions that are imported, lower-case and with their dot.</summary>
    public static IReadOnlyCollection<string> Extensions => Known;

    /// <summary>Whether a file of this name is imported, going by its extension alone.</summary>
    public static bool IsSupported(ReadOnlySpan<char> fileName) =>
        Known.GetAlternateLookup<ReadOnlySpan<char>>().Contains(Path.GetExtension(fileName));

    /// <summary>What to say of a file with another extension.</summary>
    internal const string UnsupportedText = "Only mp3, flac, ogg, oga, opus, m4a, aac, wav, aif and aiff files are taken.";

    /// <summary>ffmpeg's demuxers that may open a file: none of them follows a reference to another file or to the network.</summary>
    internal const string DemuxerWhitelist = "mp3,flac,ogg,mov,aac,wav,aiff";

    /// <summary>
    /// The wire's name (protocol sheet, section 2.1) of what ffprobe found, or null if it is none of ours. Content decides, not the name.
    /// Opus in Ogg is <c>opus</c> here, so that it gets its own place in the ranking of copies; Rust nodes call it <c>ogg</c> (weakness W38).
    /// Anything in MP4 is <c>aac</c>, as Rust nodes have it.
    /// </summary>
    internal static string? NameOf(string? demuxer, string? codec) => demuxer switch
    {
        "mp3" or "flac" or "wav" or "aiff" or "aac" => demuxer,
        "ogg" => codec == "opus" ? "opus" : "ogg",
        "mov,mp4,m4a,3gp,3g2,mj2" => "aac",
        _ => null,
    };
}
