namespace SoundTime.Silo.Hosting;

/// <summary>The folder that holds all that the node keeps.</summary>
internal static class DataFolder
{
    /// <summary>Makes the folder, for the owner alone as it holds the secret key, and makes sure that files can be written there.</summary>
    /// <exception cref="StartException">They cannot.</exception>
    public static void Prepare(string path)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(path);
            }
            else
            {
                Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            using var probe = new FileStream(
                Path.Combine(path, $".probe-{Guid.NewGuid():N}"),
                new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.DeleteOnClose });
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartException(
                StartFailure.DataFolderNotWritable,
                $"cannot write to the data folder {path} ({exception.Message.TrimEnd('.')}); make it writable for this user, or choose another with --data.",
                exception);
        }
    }
}
