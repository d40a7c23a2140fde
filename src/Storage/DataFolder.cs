namespace SoundTime.Storage;

/// <summary>The folder that holds all of a host's data.</summary>
public static class DataFolder
{
    /// <summary>Creates the folder if it is missing and makes sure, by trying, that this process can write to it.</summary>
    /// <exception cref="StorageException">It cannot (<see cref="StorageFailure.NotAccessible"/>), or the disk is full.</exception>
    public static void EnsureWritable(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var probe = Path.Combine(folder, $".writable-{Guid.NewGuid():N}");
            using (File.Create(probe, bufferSize: 1, FileOptions.DeleteOnClose))
            {
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw FileErrors.Translate(error, folder);
        }
    }
}
