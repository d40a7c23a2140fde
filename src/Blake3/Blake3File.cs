using System.Buffers;

namespace SoundTime.Blake3;

/// <summary>BLAKE3 over whole files and streams, of which no more than one buffer is ever in memory.</summary>
public static class Blake3File
{
    /// <summary>Bytes read and hashed at a time: a power of two of chunks, and small enough to be still cached when hashed.</summary>
    private const int ReadLength = 256 * 1024;

    /// <summary>Hashes a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="output">Takes the hash: 32 bytes as a rule, and any other number as extended output.</param>
    /// <param name="progress">Told, after each buffer, how many bytes have been hashed so far.</param>
    /// <param name="cancellationToken">Gives up between two buffers.</param>
    /// <returns>How many bytes were hashed.</returns>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static async Task<long> HashAsync(
        string path, Memory<byte> output, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        var options = new FileStreamOptions
        {
            // The buffer is ours; another inside the stream would only copy.
            BufferSize = 0,
            Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
            Share = FileShare.ReadWrite | FileShare.Delete,
        };
        var stream = new FileStream(path, options);
        await using (stream.ConfigureAwait(false))
        {
            return await HashAsync(stream, output, progress, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Hashes a stream from where it stands to its end.</summary>
    /// <param name="stream">The stream; it stays open.</param>
    /// <param name="output">Takes the hash: 32 bytes as a rule, and any other number as extended output.</param>
    /// <param name="progress">Told, after each buffer, how many bytes have been hashed so far.</param>
    /// <param name="cancellationToken">Gives up between two buffers.</param>
    /// <returns>How many bytes were hashed.</returns>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static async Task<long> HashAsync(
        Stream stream, Memory<byte> output, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var hasher = new Blake3Hasher();
        var buffer = ArrayPool<byte>.Shared.Rent(ReadLength);
        try
        {
            var total = 0L;
            int read;
            do
            {
                // Buffers are filled up before they are hashed: only full ones keep to the tree's boundaries.
                read = await stream.ReadAtLeastAsync(
                    buffer.AsMemory(0, ReadLength), ReadLength, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
                hasher.Update(buffer.AsSpan(0, read));
                total += read;
                progress?.Report(total);
            }
            while (read == ReadLength);

            hasher.Finish(output.Span);
            return total;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
