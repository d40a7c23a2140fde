namespace SoundTime.Silo.Hosting;

/// <summary>
/// Keeps two nodes from running on one data folder: with the same key they would take each other's connections. Held until the process ends,
/// however it ends; what is left is an empty file.
/// </summary>
internal static class DataFolderLock
{
    private const string FileName = "soundtime.lock";

    /// <summary>Takes the folder for this process.</summary>
    /// <exception cref="StartException">Another node has it.</exception>
    public static IDisposable Take(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (File.Exists(path))
        {
            throw new StartException(
                StartFailure.FolderInUse, $"another node runs on {folder} already; stop it, or give this one a folder of its own with --data.", exception);
        }
    }
}
