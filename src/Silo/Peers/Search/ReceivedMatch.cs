using System.Diagnostics.CodeAnalysis;
using SoundTime.Grains.Search;
using SoundTime.Storage.Catalogue;
using SoundTime.Wire;
using SoundTime.Wire.Messages;

namespace SoundTime.Silo.Peers;

/// <summary>Turns what a peer answers to a search into what can be shown, or says why not. Who it says to be the source counts for nothing (weakness W19).</summary>
internal static class ReceivedMatch
{
    /// <summary>Reads one result.</summary>
    public static bool TryRead(SearchResultItem item, [NotNullWhen(true)] out PeerMatch? match, [NotNullWhen(false)] out string? reason)
    {
        match = null;
        if (!BlobHash.TryParse(item.Hash, out var hash) || hash.IsEmpty)
        {
            reason = "hash: not 64 lower-case hex digits";
            return false;
        }

        reason = FindFault(item);
        if (reason is null)
        {
            match = new PeerMatch(
                hash,
                item.Title.Trim(),
                item.ArtistName.Trim(),
                TextOrNull(item.AlbumTitle),
                item.DurationSecs,
                item.Format.Trim().ToLowerInvariant(),
                TextOrNull(item.Genre),
                item.Year is > 0 ? item.Year : null,
                item.Bitrate is > 0 ? item.Bitrate : null,
                Guid.TryParseExact(item.MusicbrainzId, "D", out var recording) ? recording.ToString() : null);
        }

        return match is not null;
    }

    private static string? FindFault(SearchResultItem item) =>
        // Written so that NaN, which compares as false, is out as well.
        !(item.DurationSecs is >= 0 and <= CatalogueLimits.MaxDurationSecs) ? "duration_secs: outside 0 to 31 days"
        : CatalogueText.FindFault("title", item.Title, CatalogueLimits.MaxNameLength, mayBeEmpty: false)
            ?? CatalogueText.FindFault("artist_name", item.ArtistName, CatalogueLimits.MaxNameLength)
            ?? CatalogueText.FindFault("album_title", item.AlbumTitle, CatalogueLimits.MaxNameLength)
            ?? CatalogueText.FindFault("genre", item.Genre, CatalogueLimits.MaxGenreLength)
            ?? CatalogueText.FindFault("format", item.Format, CatalogueLimits.MaxFormatLength, mayBeEmpty: false);

    private static string? TextOrNull(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
