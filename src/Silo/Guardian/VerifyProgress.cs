namespace SoundTime.Silo.Guardian;

/// <summary>How far a verification is.</summary>
/// <param name="Done">Files and blobs looked at.</param>
/// <param name="Total">How many there are.</param>
/// <param name="DoneBytes">Bytes of those looked at.</param>
/// <param name="TotalBytes">Bytes of all.</param>
/// <param name="Found">Those that are not right.</param>
/// <param name="CurrentPath">The file looked at last: its path, or the hash of a blob.</param>
/// <param name="Elapsed">Time since the start.</param>
internal sealed record VerifyProgress(long Done, long Total, long DoneBytes, long TotalBytes, long Found, string CurrentPath, TimeSpan Elapsed)
{
    /// <summary>Mean rate since the start.</summary>
    public double BytesPerSecond => Elapsed > TimeSpan.Zero ? DoneBytes / Elapsed.TotalSeconds : 0;

    /// <summary>Time left at this rate; null while it cannot be told.</summary>
    public TimeSpan? TimeLeft => BytesPerSecond > 0 ? TimeSpan.FromSeconds(Math.Max(TotalBytes - DoneBytes, 0) / BytesPerSecond) : null;
}
