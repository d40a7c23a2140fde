using Microsoft.Win32.SafeHandles;
using SoundTime.Blake3;
using SoundTime.Wire;

namespace SoundTime.Storage.Blobs;

/// <summary>A temporary file that is hashed while it is written. It is removed when it is disposed, unless it was moved to its place.</summary>
internal sealed class IncomingBlob : IDisposable
{
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

    /// <summary>Opens the file once more, for a listener; it stays readable there when it is moved or removed.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public SafeFileHandle OpenForReading()
    {
        lock (_naming)
        {
            return File.OpenHandle(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.Asynchronous);
        }
    }

    /// <summary>The hash of all that was written; nothing is written after it.</summary>
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
}
