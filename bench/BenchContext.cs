using System.Security.Cryptography;

namespace SoundTime.Bench;

/// <summary>What all measurements share: a temporary folder with the file that is sent and hashed. Disposing removes it.</summary>
internal sealed class BenchContext : IAsyncDisposable
{
    /// <summary>Length of the file, in bytes.</summary>
    public const long FileLength = 1L << 30;

    private const int ChunkLength = 1 << 20;

    private BenchContext(int runs, int tracks, DirectoryInfo folder)
    {
        (Runs, Tracks) = (runs, tracks);
        Folder = folder.FullName;
        SharedFolder = folder.CreateSubdirectory("shared").FullName;
    }

    /// <summary>How often each speed is measured.</summary>
    public int Runs { get; }

    /// <summary>Tracks of the catalogue that is searched, and swept over.</summary>
    public int Tracks { get; }

    /// <summary>The temporary folder: logs and keys.</summary>
    public string Folder { get; }

    /// <summary>The folder whose files are served.</summary>
    public string SharedFolder { get; }

    /// <summary>A file of <see cref="FileLength"/> random bytes, in the page cache.</summary>
    public string LargeFile => Path.Combine(SharedFolder, "large");

    /// <summary>A file of one byte: what a program takes that has next to nothing to do.</summary>
    public string OneByteFile => Path.Combine(SharedFolder, "one");

    /// <summary>Makes the folder and writes the files.</summary>
    /// <exception cref="IOException">The temporary folder has no room.</exception>
    public static async Task<BenchContext> CreateAsync(int runs, int tracks, CancellationToken cancellationToken)
    {
        var context = new BenchContext(runs, tracks, Directory.CreateTempSubdirectory("soundtime-bench-"));
        try
        {
            await File.WriteAllBytesAsync(context.OneByteFile, new byte[1], cancellationToken);
            await using var file = new FileStream(context.LargeFile, FileMode.CreateNew, FileAccess.Write, FileShare.None, 0, FileOptions.Asynchronous);
            var chunk = new byte[ChunkLength];
            for (long written = 0; written < FileLength; written += chunk.Length)
            {
                RandomNumberGenerator.Fill(chunk);
                await file.WriteAsync(chunk, cancellationToken);
            }

            // On disk before anything is measured, so that writing it back does not slow down what is.
            file.Flush(flushToDisk: true);
            return context;
        }
        catch
        {
            await context.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
