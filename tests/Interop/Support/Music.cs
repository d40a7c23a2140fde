using SoundTime.Wire;

namespace SoundTime.Interop.Tests.Support;

/// <summary>Music to share.</summary>
internal static class Music
{
    private static readonly string[] WesnothVersions = ["1.18", "1.16"];

    /// <summary>The 41 Ogg files of the game Wesnoth, of Debian's package wesnoth-1.16-music (or 1.18).</summary>
    public static string WesnothFolder { get; } =
        WesnothVersions.Select(version => $"/usr/share/games/wesnoth/{version}/data/core/music").FirstOrDefault(Directory.Exists)
        ?? throw new InvalidOperationException("The music of Wesnoth is not installed: it is in the package wesnoth-1.16-music or wesnoth-1.18-music.");

    /// <summary>Formats of <see cref="GenerateAsync"/>, and whether their file holds a picture.</summary>
    public static IReadOnlyDictionary<string, bool> Formats { get; } =
        new Dictionary<string, bool> { ["flac"] = true, ["mp3"] = true, ["m4a"] = true, ["opus"] = false, ["wav"] = false };

    /// <summary>Makes one file of each format, a few seconds long, each with another picture if it can hold one.</summary>
    public static async Task GenerateAsync(string folder, CancellationToken cancellationToken)
    {
        var pitch = 220;
        foreach (var (format, hasPicture) in Formats)
        {
            pitch += 110;
            string[] sound = ["-f", "lavfi", "-i", $"sine=frequency={pitch}:duration=3"];
            string[] picture = hasPicture
                ? ["-f", "lavfi", "-i", $"testsrc=size={pitch}x200:duration=1:rate=1", "-map", "0:a", "-map", "1:v", "-frames:v", "1", "-c:v", "mjpeg", "-disposition:v", "attached_pic"]
                : [];
            string[] tags = ["-metadata", $"title=Tone in {format}", "-metadata", "artist=Interop", "-metadata", $"album=Tones in {format}"];
            await Programs.RunAsync(
                "ffmpeg", ["-nostdin", "-v", "error", .. sound, .. picture, .. tags, Path.Combine(folder, $"tone.{format}")], cancellationToken);
        }
    }

    /// <summary>An announcement as a Rust node writes it (protocol sheet, section 2.1).</summary>
    public static object Announcement(string hash, long size, string format, SoundTimePeer origin) => Announcement(hash, size, format, origin.Id);

    /// <inheritdoc cref="Announcement(string, long, string, SoundTimePeer)"/>
    public static object Announcement(string hash, long size, string format, NodeId origin) => new
    {
        hash,
        title = $"Song {hash[..8]}",
        artist_name = "Artist",
        album_artist_name = (string?)null,
        album_title = "Album",
        duration_secs = 3.5,
        format,
        file_size = size,
        genre = (string?)null,
        year = 2024,
        track_number = 1,
        disc_number = (int?)null,
        bitrate = 160,
        sample_rate = 44100,
        origin_node = origin.ToString(),
        cover_hash = (string?)null,
    };
}
