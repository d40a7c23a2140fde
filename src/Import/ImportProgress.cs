namespace SoundTime.Import;

/// <summary>How far an import has come.</summary>
/// <param name="Done">Files dealt with: imported, unchanged or failed.</param>
/// <param name="Failed">Files that failed.</param>
/// <param name="Known">Files found so far; the total once <paramref name="IsCounted"/>.</param>
/// <param name="IsCounted">Whether counting is over.</param>
/// <param name="CurrentPath">The file dealt with last; null before the first.</param>
/// <param name="FilesPerSecond">Mean rate since the start.</param>
/// <param name="TimeLeft">Time left at this rate; null while it cannot be told.</param>
public sealed record ImportProgress(
    long Done, long Failed, long Known, bool IsCounted, string? CurrentPath, double FilesPerSecond, TimeSpan? TimeLeft);
