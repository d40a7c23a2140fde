namespace SoundTime.Import;

/// <summary>Tells pictures by their first bytes: a tag may call anything a picture.</summary>
internal static class PictureType
{
    /// <summary>How many bytes are needed to tell.</summary>
    public const int HeaderSize = 12;

    /// <summary>Whether these first bytes are those of a JPEG, PNG, GIF, WebP or BMP.</summary>
    public static bool IsPicture(ReadOnlySpan<byte> header) =>
        header.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])
        || header.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G'])
        || header.StartsWith("GIF8"u8)
        || header.StartsWith("BM"u8)
        || (header.Length >= HeaderSize && header.StartsWith("RIFF"u8) && header[8..].StartsWith("WEBP"u8));
}
