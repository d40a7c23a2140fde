namespace SoundTime.Api;

/// <summary>What is to be blocked, as a request says it (protocol sheet, section 9.5).</summary>
/// <param name="Domain">A node id blocks that node; anything else is kept and blocks nobody.</param>
/// <param name="Reason">Why, for people.</param>
internal sealed record BlockBody(string Domain, string? Reason = null);
