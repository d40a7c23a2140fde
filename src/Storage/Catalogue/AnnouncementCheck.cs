using System.Diagnostics.CodeAnalysis;
using SoundTime.Wire;
using SoundTime.Wire.Messages;

namespace SoundTime.Storage.Catalogue;

/// <summary>Turns what a peer says of a track into facts that can be stored, or says why not (weaknesses W2 and W22).</summary>
internal static class AnnouncementCheck
{
    /// <summary>The artist of a track that names none, as the network writes it (protocol sheet, section 3.5).</summary>
    private const string UnknownArtist = "Unknown";

    public static bool TryRead(TrackAnnouncement announcement, [NotNullWhen(true)] out TrackFacts? facts, [NotNullWhen(false)] out string? reason)
    {
        facts = null;
        if (!BlobHash.TryParse(announcement.Hash, out var hash) || hash.IsEmpty)
        {
            reason = "hash: not 64 lower-case hex digits";
            return false;
        }

        reason = FindFault(announcement);
        if (reason is null)
        {
            facts = new TrackFacts(hash, announcement.FileSize, ReadTags(announcement), ReadCover(announcement.CoverHash));
        }

        return facts is not null;
    }

    private static string? FindFault(TrackAnnouncement announcement)
    {
        if (announcement.FileSize is < 1 or > CatalogueLimits.MaxFileSize)
        {
            return "file_size: outside 1 byte to 1 TiB";
        }

        // Written so that NaN, which compares as false, is out as well.
        if (!(announcement.DurationSecs is >= 0 and <= CatalogueLimits.MaxDurationSecs))
        {
            return "duration_secs: outside 0 to 31 days";
        }

        return CatalogueText.FindFault("title", announcement.Title, CatalogueLimits.MaxNameLength, mayBeEmpty: false)
            ?? CatalogueText.FindFault("artist_name", announcement.ArtistName, CatalogueLimits.MaxNameLength)
            ?? CatalogueText.FindFault("album_artist_name", announcement.AlbumArtistName, CatalogueLimits.MaxNameLength)
            ?? CatalogueText.FindFault("album_title", announcement.AlbumTitle, CatalogueLimits.MaxNameLength)
            ?? CatalogueText.FindFault("genre", announcement.Genre, CatalogueLimits.MaxGenreLength)
            ?? CatalogueText.FindFault("format", announcement.Format, CatalogueLimits.MaxFormatLength, mayBeEmpty: false);
    }

    private static TrackTags ReadTags(TrackAnnouncement announcement) => new()
    {
        Title = announcement.Title.Trim(),
        ArtistName = TextOrNull(announcement.ArtistName) ?? UnknownArtist,
        AlbumArtistName = TextOrNull(announcement.AlbumArtistName),
        AlbumTitle = TextOrNull(announcement.AlbumTitle),
        DurationSecs = announcement.DurationSecs,
        Format = announcement.Format.Trim().ToLowerInvariant(),
        Genre = TextOrNull(announcement.Genre),
        Year = announcement.Year is > 0 ? announcement.Year : null,
        TrackNumber = announcement.TrackNumber is > 0 ? announcement.TrackNumber : null,
        DiscNumber = announcement.DiscNumber is > 0 ? announcement.DiscNumber : null,
        Bitrate = announcement.Bitrate is > 0 ? announcement.Bitrate : null,
        SampleRate = announcement.SampleRate is > 0 ? announcement.SampleRate : null,
    };

    private static string? TextOrNull(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static BlobHash? ReadCover(string? text) => BlobHash.TryParse(text, out var hash) && !hash.IsEmpty ? hash : null;
}
