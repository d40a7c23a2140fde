using System.Buffers;
using Microsoft.Win32.SafeHandles;
using SoundTime.Blake3;
using SoundTime.Wire;

namespace SoundTime.Storage.Blobs;

/// <summary>A temporary file that is hashed while it is written. It is removed when it is disposed, unless it was moved to its place.</summary>
internal sealed class IncomingBlob : IDisposable
{
    /// <summary>Read at a time where what was written is looked at again, in bytes.</summary>
    private const int PieceSize = 64 << 10;

    private readonly Lock _naming = new();
    private readonly SafeFileHandle _file;
    private readonly Blake3Hasher _hasher = new();
    private bool _isMoved;

    private IncomingBlob(string path, SafeFileHandle file) => (Path, _file) = (path, file);

    /// <summary>Where the file lies now.</summary>
    public string Path { get; private set; }

    /// <summary>Bytes written so far.</summary>
    public long Length { get; private set; }

    /// <exception cref="BlobException">The file cannot be created.</exception>
    public static IncomingBlob Create(string folder)
    {
        var path = System.IO.Path.Combine(folder, $"{Guid.NewGuid():N}");
        try
        {
            // The share mode puts a lock on the file, by which other processes know that it is no leftover.
            return new IncomingBlob(path, File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete, FileOptions.Asynchronous));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw BlobException.From(error, path);
        }
    }

    /// <summary>Appends bytes. If it is cancelled or fails, none of them count.</summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await RandomAccess.WriteAsync(_file, bytes, Length, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException error)
        {
            throw BlobException.From(error, Path);
        }

        _hasher.Update(bytes.Span);
        Length += bytes.Length;
    }

    /// <summary>Appends the first <paramref name="length"/> bytes of another one.</summary>
    public async Task CopyStartAsync(IncomingBlob other, long length, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(PieceSize);
        try
        {
            for (var left = length; left > 0;)
            {
                var piece = buffer.AsMemory(0, (int)Math.Min(left, PieceSize));
                await other.ReadAsync(piece, length - left, cancellationToken).ConfigureAwait(false);
                await WriteAsync(piece, cancellationToken).ConfigureAwait(false);
                left -= piece.Length;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>How many of these bytes are what was written at <paramref name="position"/> and behind it, up to the first that is not.</summary>
    public async ValueTask<int> CountEqualAsync(ReadOnlyMemory<byte> bytes, long position, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(PieceSize);
        try
        {
            var equal = 0;
            while (equal < bytes.Length)
            {
                var piece = buffer.AsMemory(0, Math.Min(bytes.Length - equal, PieceSize));
                await ReadAsync(piece, position + equal, cancellationToken).ConfigureAwait(false);
                var same = piece.Span.CommonPrefixLength(bytes.Span.Slice(equal, piece.Length));
                equal += same;
                if (same < piece.Length)
                {
                    break;
                }
            }

            return equal;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Opens the file once more, for a listener; it stays readable there when it is moved or removed.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public SafeFileHandle OpenForReading()
    {
        lock (_naming)
        {
            return File.OpenHandle(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.Asynchronous);
        }
    }

    /// <summary>The hash of all that was written; more may follow.</summary>
    public BlobHash FinishHash()
    {
        Span<byte> hash = stackalloc byte[BlobHash.Size];
        _hasher.Finish(hash);
        return new BlobHash(hash);
    }

    /// <summary>Waits until the bytes are on the disk.</summary>
    public void FlushToDisk()
    {
        try
        {
            RandomAccess.FlushToDisk(_file);
        }
        catch (IOException error)
        {
            throw BlobException.From(error, Path);
        }
    }

    /// <summary>Gives the file its name for good. A file of that name has the same bytes, so it may be replaced.</summary>
    public void MoveTo(string path)
    {
        lock (_naming)
        {
            try
            {
                File.Move(Path, path, overwrite: true);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw BlobException.From(error, path);
            }

            Path = path;
            _isMoved = true;
        }
    }

    /// <summary>Closes the file and, unless it was moved, removes it.</summary>
    public void Dispose()
    {
        if (!_isMoved && !_file.IsClosed)
        {
            try
            {
                File.Delete(Path);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // It is removed when the store is opened again; what led here must not be hidden by this.
            }
        }

        _file.Dispose();
    }

    private async ValueTask ReadAsync(Memory<byte> buffer, long position, CancellationToken cancellationToken)
    {
        try
        {
            while (!buffer.IsEmpty)
            {
                var read = await RandomAccess.ReadAsync(_file, buffer, position, cancellationToken).ConfigureAwait(false);
                if (read == 0)
                {
                    throw new EndOfStreamException("It is shorter than what was written.");
                }

                (buffer, position) = (buffer[read..], position + read);
            }
        }
        catch (IOException error)
        {
            throw BlobException.From(error, Path);
        }
    }
}
