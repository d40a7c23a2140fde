namespace SoundTime.Api;

/// <summary>One thing that the connection doctor looked at.</summary>
/// <param name="Check">Which check it belongs to: a word or two, such as <c>relay</c>.</param>
/// <param name="Subject">What was looked at, such as a URL or a node's id; null where the check looks at one thing alone.</param>
/// <param name="State">What came of it.</param>
/// <param name="Text">What was seen, in a sentence; nothing secret.</param>
/// <param name="Advice">What to do next; never null where it failed.</param>
public sealed record Finding(string Check, string? Subject, FindingState State, string Text, string? Advice = null);
