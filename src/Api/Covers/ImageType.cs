namespace SoundTime.Api;

/// <summary>Tells images by their first bytes, whatever a tag or a peer calls them.</summary>
public static class ImageType
{
    /// <summary>How many bytes tell.</summary>
    public const int BytesNeeded = 12;

    /// <summary>The content type of a picture that any browser shows; null where it is none, among them those that can carry scripts.</summary>
    public static string? Of(ReadOnlySpan<byte> start) => start switch
    {
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => "image/png",
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => "image/gif",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => "image/webp",
        _ => null,
    };
}
