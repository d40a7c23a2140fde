using SoundTime.Import;
using SoundTime.Iroh;
using SoundTime.Iroh.Identity;
using SoundTime.Silo.Logging;
using SoundTime.Silo.Remote;
using SoundTime.Storage;
using SoundTime.Storage.Blobs;

namespace SoundTime.Silo.Commands;

/// <summary>Words for a failure that ends the program.</summary>
internal static class FailureText
{
    /// <summary>One line, or the whole stack when debug is logged.</summary>
    public static string Of(Exception exception, LogLevels? levels)
    {
        if (levels?.Default <= LogLevel.Debug)
        {
            return exception.ToString();
        }

        // These say what to do next.
        var isForAdmins = exception is StartException or StorageException or BlobException or ImportException or KeyFileException or IrohBindException or NodeRequestException;
        var message = exception.Message.ReplaceLineEndings(" ");
        return isForAdmins ? message : $"failed: {message} Run it again with --log debug to see where.";
    }
}
