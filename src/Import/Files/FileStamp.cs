namespace SoundTime.Import;

/// <summary>Size and time of last change of a file: while both stay the same, its bytes are taken to be the same.</summary>
/// <param name="Size">Size in bytes.</param>
/// <param name="ModifiedAt">Time of last change, cut to the microsecond, which is what every store keeps.</param>
internal readonly record struct FileStamp(long Size, DateTimeOffset ModifiedAt)
{
    /// <summary>The stamp of the file, or of what a link points to; null if there is no file that can be seen.</summary>
    public static FileStamp? Read(string path)
    {
        try
        {
            FileSystemInfo file = new FileInfo(path);
            if (file.LinkTarget is not null)
            {
                file = file.ResolveLinkTarget(returnFinalTarget: true) ?? file;
            }

            if (file is not FileInfo { Exists: true } target)
            {
                return null;
            }

            var time = target.LastWriteTimeUtc;
            return new FileStamp(target.Length, new DateTimeOffset(time.Ticks - (time.Ticks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
