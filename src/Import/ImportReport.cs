namespace SoundTime.Import;

/// <summary>What an import did.</summary>
/// <param name="Imported">Files taken in, new or changed.</param>
/// <param name="Unchanged">Files that were skipped because size and time are those of their last import.</param>
/// <param name="Failed">Files that failed, all of them.</param>
/// <param name="Failures">The first failures, at most <see cref="MaxFailures"/>.</param>
/// <param name="Elapsed">How long it took.</param>
public sealed record ImportReport(long Imported, long Unchanged, long Failed, IReadOnlyList<FailedFile> Failures, TimeSpan Elapsed)
{
    /// <summary>How many failures a report lists; beyond, they are only counted.</summary>
    public const int MaxFailures = 1_000;
}
