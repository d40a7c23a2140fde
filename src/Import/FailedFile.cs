namespace SoundTime.Import;

/// <summary>A file that was not imported.</summary>
/// <param name="Path">Full path.</param>
/// <param name="Reason">Why, to branch on.</param>
/// <param name="Text">Why, for people.</param>
public sealed record FailedFile(string Path, ImportFailure Reason, string Text);
