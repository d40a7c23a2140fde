namespace SoundTime.Api;

/// <summary>One page of findings (protocol sheet, section 9.1), how many are open in all, and how far the background scrub is.</summary>
/// <param name="Data">The page.</param>
/// <param name="Total">How many there are on all pages.</param>
/// <param name="Page">Which page it is, from 1.</param>
/// <param name="PerPage">How many are on each.</param>
/// <param name="TotalPages">How many pages there are.</param>
/// <param name="Open">How many findings are open, on whichever page.</param>
/// <param name="Scrub">How far the background scrub is; null before the first.</param>
internal sealed record IntegrityBody(
    IReadOnlyList<StoredFindingBody> Data, long Total, int Page, int PerPage, long TotalPages, long Open, ScrubBody? Scrub);
