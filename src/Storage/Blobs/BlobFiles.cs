using Microsoft.Win32.SafeHandles;

namespace SoundTime.Storage.Blobs;

/// <summary>How files of audio are opened, read and made safe.</summary>
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

    /// <summary>Opens a file the same way, without a stream.</summary>
    public static SafeFileHandle Open(string path) =>
        File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.Asynchronous | FileOptions.SequentialScan);

    /// <summary>Fills a buffer from a place in a file. Answers false if the file ends before.</summary>
    public static bool TryReadExactly(SafeFileHandle file, Span<byte> buffer, long position)
    {
        while (!buffer.IsEmpty)
        {
            var read = RandomAccess.Read(file, buffer, position);
            if (read == 0)
            {
                return false;
            }

            buffer = buffer[read..];
            position += read;
        }

        return true;
    }

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

    /// <summary>Does something with a file, and says in our words what the file system reports.</summary>
    /// <exception cref="BlobException">It cannot be done.</exception>
    public static void Guard(string path, Action work)
    {
        try
        {
            work();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw BlobException.From(error, path);
        }
    }

    /// <summary>Renames a file, over one of the new name. Answers false if it is not there.</summary>
    public static bool TryMove(string source, string target)
    {
        try
        {
            File.Move(source, target, overwrite: true);
            return true;
        }
        catch (Exception error) when (FileErrors.IsNotFound(error))
        {
            return false;
        }
    }
}
