namespace SoundTime.Bench;

/// <summary>One column of a section.</summary>
/// <param name="Key">Its name for machines.</param>
/// <param name="Heading">Its name for people.</param>
/// <param name="Format">How its numbers are written; nothing for text.</param>
internal sealed record Column(string Key, string Heading, string? Format = null);
