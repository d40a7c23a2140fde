namespace SoundTime.Storage.Blobs;

/// <summary>How files of audio are opened and made safe.</summary>
internal static class BlobFiles
{
    /// <summary>Read from start to end as a rule, by callers that bring their own buffer; the file may be removed meanwhile.</summary>
    public static FileStreamOptions Reading => new()
    {
        Mode = FileMode.Open,
        Access = FileAccess.Read,
        Share = FileShare.ReadWrite | FileShare.Delete,
        Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
        BufferSize = 0,
    };

    /// <exception cref="BlobException">The folder could not be flushed.</exception>
    public static void FlushFolderOf(string path)
    {
        try
        {
            FolderFlush.Flush(Path.GetDirectoryName(path)!);
        }
        catch (IOException error)
        {
            throw BlobException.From(error, path);
        }
    }
}
