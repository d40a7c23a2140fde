using System.Buffers;
using System.Globalization;
using SoundTime.Wire;

namespace SoundTime.Storage.Blobs;

/// <summary>
/// Blobs as files named by their hash: <c>ab/ab12…</c>. A file with such a name is whole, verified and on the disk; what is still being
/// written lies in <c>incoming/</c>.
/// </summary>
public sealed class BlobStore
{
    private const string IncomingFolder = "incoming";
    private const int CopyBufferSize = 128 * 1024;

    private readonly string _folder;
    /// <summary>Left free for the database and everybody else on the disk: 256 MiB, or on a small disk a part of it.</summary>
    private const long ReservedBytes = 256L << 20;

    /// <summary>The part of a small disk that is left free: one twentieth.</summary>
    private const long ReservedShare = 20;

    private readonly string _incoming;

    /// <summary>Opens the store, creates its folders if they are missing, and removes what a killed process left half-written.</summary>
    /// <exception cref="StorageException">The folder cannot be written.</exception>
    public BlobStore(string folder)
    {
        _folder = Path.GetFullPath(folder);
        _incoming = Path.Combine(_folder, IncomingFolder);
        DataFolder.EnsureWritable(_folder);
        try
        {
            Directory.CreateDirectory(_incoming);
            // All of them now: what is renamed into a folder later is only safe once that folder's own name is on the disk.
            for (var first = 0; first <= byte.MaxValue; first++)
            {
                Directory.CreateDirectory(Path.Combine(_folder, first.ToString("x2", CultureInfo.InvariantCulture)));
            }

            FolderFlush.Flush(_folder);
            RemoveLeftovers();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw FileErrors.Translate(error, _folder);
        }
    }

    /// <summary>Takes in bytes whose hash is not known yet; answers their hash once they are on the disk.</summary>
    /// <exception cref="BlobException">
    /// There are more than <paramref name="maxBytes"/> (<see cref="BlobFailure.TooLarge"/>), the disk is full, or it cannot be written.
    /// </exception>
    public async Task<BlobHash> AddAsync(Stream content, long maxBytes, CancellationToken cancellationToken)
    {
        using var incoming = IncomingBlob.Create(_incoming);
        var buffer = ArrayPool<byte>.Shared.Rent(CopyBufferSize);
        try
        {
            int read;
            while ((read = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                if (incoming.Length + read > maxBytes)
                {
                    throw new BlobException(BlobFailure.TooLarge, $"The content is larger than the {maxBytes} bytes that are allowed.");
                }

                await incoming.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        var hash = incoming.FinishHash();
        if (!Contains(hash))
        {
            // Flushing blocks: not on the caller's thread.
            await Task.Run(() => Publish(incoming, hash), cancellationToken).ConfigureAwait(false);
        }

        return hash;
    }

    /// <summary>Begins a blob whose hash and length are known before its bytes arrive. Dispose it if it does not come to its end.</summary>
    /// <param name="expected">The hash that the bytes must have.</param>
    /// <param name="length">How many bytes there must be, at least 1.</param>
    /// <exception cref="BlobException">The temporary file cannot be created.</exception>
    public PendingBlob Begin(BlobHash expected, long length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        return new PendingBlob(this, expected, length);
    }

    /// <summary>Looks whether there is room for a blob of this length, so that one that is too large for the disk is not begun.</summary>
    /// <exception cref="BlobException">There is not (<see cref="BlobFailure.DiskFull"/>), or that cannot be told.</exception>
    public void EnsureRoomFor(long length)
    {
        try
        {
            var disk = new DriveInfo(_incoming);
            var free = disk.AvailableFreeSpace;
            if (length > free - Math.Min(ReservedBytes, disk.TotalSize / ReservedShare))
            {
                throw new BlobException(BlobFailure.DiskFull, $"A blob of {length} bytes does not fit on the disk of {_folder}, which has {free} bytes left. Free some space.");
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw BlobException.From(error, _folder);
        }
    }

    /// <summary>The bytes of a blob, seekable and without a buffer of its own; null if it is not here.</summary>
    /// <exception cref="BlobException">It is here but cannot be read.</exception>
    public Stream? OpenRead(BlobHash hash) => Find(hash, path => new FileStream(path, BlobFiles.Reading));

    /// <summary>Whether the blob is here.</summary>
    /// <exception cref="BlobException">That cannot be told.</exception>
    public bool Contains(BlobHash hash) => LengthOf(hash) is not null;

    /// <summary>Length of the blob in bytes; null if it is not here.</summary>
    /// <exception cref="BlobException">That cannot be told.</exception>
    public long? LengthOf(BlobHash hash) => Find(hash, path => (long?)new FileInfo(path).Length);

    /// <summary>A file for bytes that are on their way.</summary>
    /// <exception cref="BlobException">It cannot be created.</exception>
    internal IncomingBlob CreateIncoming() => IncomingBlob.Create(_incoming);

    /// <summary>Keeps a file whose bytes were found to have this hash: it is on the disk, under its name, when this returns. Blocks.</summary>
    /// <exception cref="BlobException">It cannot be kept.</exception>
    internal void Publish(IncomingBlob incoming, BlobHash hash)
    {
        var path = PathOf(hash);
        incoming.FlushToDisk();
        incoming.MoveTo(path);
        BlobFiles.FlushFolderOf(path);
    }

    private T? Find<T>(BlobHash hash, Func<string, T?> use)
    {
        var path = PathOf(hash);
        try
        {
            return use(path);
        }
        catch (Exception error) when (FileErrors.IsNotFound(error))
        {
            return default;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw BlobException.From(error, path);
        }
    }

    private string PathOf(BlobHash hash)
    {
        var name = hash.ToString();
        return Path.Combine(_folder, name[..2], name);
    }

    private void RemoveLeftovers()
    {
        foreach (var path in Directory.EnumerateFiles(_incoming))
        {
            try
            {
                // Opening alone fails while another process still writes the file: its lock ends with that process.
                using var leftover = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
                File.Delete(path);
            }
            catch (Exception error) when (FileErrors.IsNotFound(error) || FileErrors.IsLocked(error))
            {
                // It was finished meanwhile, or is still being written.
            }
        }
    }
}
