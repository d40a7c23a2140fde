using System.Buffers;
using SoundTime.Blake3;
using SoundTime.Wire;

namespace SoundTime.Import;

/// <summary>Hashes what is on the disk within a budget.</summary>
internal static class FileReading
{
    /// <summary>How much is read at a time, in bytes: enough for the hash to use its widest lanes, and little enough that others need not wait for the disk.</summary>
    private const int BufferSize = 256 * 1024;

    /// <summary>How a file is opened that somebody may change or remove meanwhile.</summary>
    public static readonly FileStreamOptions Options = new()
    {
        Share = FileShare.ReadWrite | FileShare.Delete,
        Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
        BufferSize = 0,
    };

    /// <summary>Reads to the end; answers the hash of what was read.</summary>
    /// <exception cref="IOException">It cannot be read to its end.</exception>
    public static async Task<BlobHash> HashAsync(Stream source, ReadBudget budget, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            var hasher = new Blake3Hasher();
            int read;
            while ((read = await source.ReadAtLeastAsync(buffer.AsMemory(0, BufferSize), BufferSize, throwOnEndOfStream: false, cancellationToken)) > 0)
            {
                hasher.Update(buffer.AsSpan(0, read));
                await budget.SpendAsync(read, cancellationToken);
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
}
