using System.Buffers.Binary;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;
using SoundTime.Wire;

namespace SoundTime.Storage.Blobs;

/// <summary>
/// The file of a hash tree: <c>ab12….tree</c> beside its blob. 4 bytes say what it is, 4 the version, 8 the length of the blob, then come the values of its groups, 32 bytes each; numbers are
/// little-endian. It is made from the blob and checked against its hash at each use, so it need not survive a power loss: a wrong or missing one is made again.
/// </summary>
internal static class BlobTreeFile
{
    /// <summary>Bytes before the values.</summary>
    public const int HeaderLength = 16;

    private const uint Version = 1;

    private static ReadOnlySpan<byte> Magic => "STBT"u8;

    /// <summary>Reads the tree of a blob; null if the file is missing, or is not the tree of a blob with this hash and length.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static BlobTree? Read(string path, BlobHash hash, long length)
    {
        if (length > BlobTree.MaxLength)
        {
            return null;
        }

        try
        {
            using var file = File.OpenHandle(path, options: FileOptions.SequentialScan);
            return BlobTree.From(hash, length, values => TryRead(file, length, values));
        }
        catch (Exception error) when (FileErrors.IsNotFound(error) || FileErrors.IsUnreadable(error))
        {
            return null;
        }
    }

    /// <summary>Writes a tree aside and gives it its name. If that cannot be done, there is none, and it is made again when it is needed.</summary>
    public static void TryWrite(BlobTree tree, string incomingFolder, string path, ILogger logger)
    {
        try
        {
            Write(tree, incomingFolder, path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            logger.TreeNotWritten(error, path);
        }
    }

    private static void Write(BlobTree tree, string incomingFolder, string path)
    {
        var aside = Path.Combine(incomingFolder, $"{Guid.NewGuid():N}");
        try
        {
            // The share mode puts a lock on the file, by which other processes know that it is no leftover.
            using var file = File.OpenHandle(aside, FileMode.CreateNew, FileAccess.Write, FileShare.Read | FileShare.Delete);
            Span<byte> header = stackalloc byte[HeaderLength];
            WriteHeader(header, tree.Length);
            RandomAccess.Write(file, header, 0);
            RandomAccess.Write(file, tree.Values, HeaderLength);
            File.Move(aside, path, overwrite: true);
        }
        catch
        {
            File.Delete(aside);
            throw;
        }
    }

    private static bool TryRead(SafeFileHandle file, long length, Span<byte> values)
    {
        Span<byte> expected = stackalloc byte[HeaderLength];
        Span<byte> found = stackalloc byte[HeaderLength];
        WriteHeader(expected, length);
        return RandomAccess.GetLength(file) == HeaderLength + values.Length
            && BlobFiles.TryReadExactly(file, found, 0)
            && found.SequenceEqual(expected)
            && BlobFiles.TryReadExactly(file, values, HeaderLength);
    }

    private static void WriteHeader(Span<byte> header, long length)
    {
        Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], Version);
        BinaryPrimitives.WriteInt64LittleEndian(header[8..], length);
    }
}
