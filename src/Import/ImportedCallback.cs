using Microsoft.Extensions.Logging;
using SoundTime.Storage.Catalogue;

namespace SoundTime.Import;

/// <summary>Tells of new tracks.</summary>
internal static partial class ImportedCallback
{
    /// <summary>Calls back for a new track. The track is in the catalogue already: an error of the listener cannot undo that and is logged.</summary>
    public static async ValueTask TellAsync(
        this Func<Track, CancellationToken, ValueTask>? onImported, ImportedTrack imported, ILogger logger, CancellationToken cancellationToken)
    {
        if (onImported is null || !imported.IsNew)
        {
            return;
        }

        try
        {
            await onImported(imported.Track, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            ListenerFailed(logger, imported.Track.Hash.ShortText, e);
        }
    }

    [LoggerMessage(20, LogLevel.Warning, "Track {Hash} was imported, but could not be told to peers; they learn of it with the next catalogue page")]
    private static partial void ListenerFailed(ILogger logger, string hash, Exception exception);
}
