using SoundTime.Storage;
using Spectre.Console;

namespace SoundTime.Bench;

/// <summary>Brings the music into a store, as a peer and the files of the host do.</summary>
internal static class SearchLoad
{
    /// <summary>Loads all, with a bar on the standard error.</summary>
    /// <exception cref="BenchException">Not all of it was taken.</exception>
    public static Task RunAsync(IStores stores, SearchMusic music, string store, CancellationToken cancellationToken)
    {
        var errors = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return errors.Progress().StartAsync(async progress =>
        {
            var task = progress.AddTask($"Loading {store}", maxValue: SearchMusic.Tracks);
            for (var page = 0; page < SearchMusic.Tracks / SearchMusic.PageSize; page++)
            {
                var outcome = await stores.Catalogue.RecordAnnouncementsAsync(SearchMusic.Peer, music.Page(page), cancellationToken);
                if (outcome.Added != SearchMusic.PageSize)
                {
                    throw new BenchException($"Of page {page}, {outcome.Added} of {SearchMusic.PageSize} tracks were taken.");
                }

                task.Increment(SearchMusic.PageSize);
            }

            for (var own = 0; own < SearchMusic.OwnTracks; own++)
            {
                await stores.Catalogue.ImportAsync(music.Own(own), cancellationToken);
            }
        });
    }
}
