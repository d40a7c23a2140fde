using SoundTime.Storage;

namespace SoundTime.Bench;

/// <summary>
/// Brings the music into a store: most of it straight into the tables, whose words the store then writes as after an upgrade; the newest tracks as a peer and the files
/// of the host bring them, so that the index is as it is in the middle of its work.
/// </summary>
internal static class SearchLoad
{
    /// <summary>Tracks that go into the tables in one transaction.</summary>
    private const int RowsAtOnce = 50_000;

    /// <summary>Rows whose words are written in one transaction.</summary>
    private const int WordsAtOnce = 5_000;

    /// <summary>Loads all; says on the standard error how far it is.</summary>
    /// <exception cref="BenchException">Not all of it was taken.</exception>
    public static async Task RunAsync(IStores stores, ISearchTables tables, SearchMusic music, string store, CancellationToken cancellationToken)
    {
        var announced = SearchMusic.PageSize * SearchMusic.AnnouncedPages;
        await WriteTracksAsync(tables, music, music.Tracks - announced, store, cancellationToken);
        await tables.PrepareWordsAsync(cancellationToken);
        var (indexed, told) = (0, 0);
        while (await stores.Search.IndexAsync(WordsAtOnce, cancellationToken) is > 0 and var page)
        {
            indexed += page;
            if (indexed - told >= RowsAtOnce)
            {
                await TellAsync(store, "tracks, albums and artists that are findable", told = indexed);
            }
        }

        await tables.CompleteWordsAsync(cancellationToken);
        for (var first = music.Tracks - announced; first < music.Tracks; first += SearchMusic.PageSize)
        {
            var outcome = await stores.Catalogue.RecordAnnouncementsAsync(SearchMusic.Peer, music.Announcements(first, SearchMusic.PageSize), cancellationToken);
            if (outcome.Added != SearchMusic.PageSize)
            {
                throw new BenchException($"Of the page from {first}, {outcome.Added} of {SearchMusic.PageSize} tracks were taken.");
            }
        }

        for (var own = 0; own < SearchMusic.OwnTracks; own++)
        {
            await stores.Catalogue.ImportAsync(music.Own(own), cancellationToken);
        }

        await TellAsync(store, "tracks in all", music.Tracks + SearchMusic.OwnTracks);
    }

    /// <summary>Writes the first tracks straight into the tables, without their words.</summary>
    public static async Task WriteTracksAsync(ISearchTables tables, SearchMusic music, int tracks, string store, CancellationToken cancellationToken)
    {
        var rows = new SearchRows();
        for (var first = 0; first < tracks; first += RowsAtOnce)
        {
            var count = Math.Min(RowsAtOnce, tracks - first);
            await tables.WriteAsync(rows.Next(music.Announcements(first, count)), cancellationToken);
            await TellAsync(store, "tracks", first + count);
        }
    }

    private static Task TellAsync(string store, string what, int count) => Console.Error.WriteLineAsync($"  {store}: {count:N0} {what}");
}
