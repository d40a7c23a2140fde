namespace SoundTime.Storage.Integrity;

/// <summary>One page of findings.</summary>
/// <param name="Findings">The findings of the page, the newest first.</param>
/// <param name="Total">How many there are on all pages.</param>
public sealed record FindingPage(IReadOnlyList<Finding> Findings, long Total);
