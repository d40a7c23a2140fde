using System.Text;
using SoundTime.Storage.Covers;

namespace SoundTime.Silo.Peers;

/// <summary>
/// Where the cover of an album lies below the folder of covers: <c>&lt;artist>/&lt;title>/cover.jpg</c> (protocol sheet, section 7.3), always
/// named .jpg, whatever image it is.
/// </summary>
internal static class CoverPath
{
    /// <summary>Most bytes of UTF-8 in one name of a path, on every file system of Linux.</summary>
    public const int MaxNameBytes = 255;

    private const string FileName = "cover.jpg";
    private const char Replacement = '_';

    /// <summary>Never part of a sanitised name: what follows it cannot be mistaken for another album's title.</summary>
    private const char SuffixMark = '.';

    /// <summary>
    /// The path of an album's cover. Where a name had to be changed, another album's name may come out the same: the album's id follows its title
    /// then. Names that stay as they are name one album only.
    /// </summary>
    public static string Of(WantedCover cover)
    {
        var artist = Sanitise(cover.ArtistName, MaxNameBytes);
        var title = Sanitise(cover.AlbumTitle, MaxNameBytes);
        if (artist != cover.ArtistName || title != cover.AlbumTitle)
        {
            var suffix = $"{SuffixMark}{cover.AlbumId:N}";
            title = Sanitise(cover.AlbumTitle, MaxNameBytes - suffix.Length) + suffix;
        }

        return Path.Combine(artist, title, FileName);
    }

    /// <summary>Keeps letters, digits, '-', '_' and spaces, makes '_' of everything else, trims, and cuts between characters.</summary>
    private static string Sanitise(string name, int maxBytes)
    {
        var sanitised = new StringBuilder();
        var bytes = 0;
        foreach (var rune in name.EnumerateRunes())
        {
            var kept = IsKept(rune) ? rune : new Rune(Replacement);
            bytes += kept.Utf8SequenceLength;
            if (bytes > maxBytes)
            {
                break;
            }

            sanitised.Append(kept);
        }

        var trimmed = sanitised.ToString().Trim();
        return trimmed.Length == 0 ? $"{Replacement}" : trimmed;
    }

    private static bool IsKept(Rune rune) => Rune.IsLetter(rune) || Rune.IsNumber(rune) || rune.Value is '-' or '_' or ' ';
}
