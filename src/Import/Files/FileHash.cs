using System.Buffers;
using SoundTime.Blake3;
using SoundTime.Wire;

namespace SoundTime.Import;

/// <summary>Hashes a stream while it is read once, and on the way copies it where wanted.</summary>
internal static class FileHash
{
    /// <summary>How much is read at a time, in bytes: enough for the hash to use its widest lanes.</summary>
    private const int BufferSize = 256 * 1024;

    /// <summary>Reads to the end; answers the hash of what was read.</summary>
    /// <exception cref="ImportException">
    /// There are more than <paramref name="maxBytes"/> (<see cref="ImportFailure.TooLarge"/>), or the source breaks off (<see cref="ImportFailure.Unreadable"/>).
    /// </exception>
    /// <exception cref="IOException">The copy cannot be written.</exception>
    public static async Task<BlobHash> ReadAsync(Stream source, Stream? copy, long maxBytes, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            var hasher = new Blake3Hasher();
            long total = 0;
            int read;
            while ((read = await ReadAsync(source, buffer, cancellationToken)) > 0)
            {
                total += read;
                if (total > maxBytes)
                {
                    throw new ImportException(ImportFailure.TooLarge, $"The file is larger than {maxBytes:N0} bytes.");
                }

                hasher.Update(buffer.AsSpan(0, read));
                if (copy is not null)
                {
                    await copy.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                }
            }

            var hash = new byte[BlobHash.Size];
            hasher.Finish(hash);
            return new BlobHash(hash);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async ValueTask<int> ReadAsync(Stream source, byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await source.ReadAsync(buffer, cancellationToken);
        }
        catch (IOException e)
        {
            throw new ImportException(ImportFailure.Unreadable, $"The file cannot be read to its end: {e.Message}", e);
        }
    }
}
