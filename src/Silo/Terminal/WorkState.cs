namespace SoundTime.Silo.Terminal;

/// <summary>How far a long work is, for people.</summary>
/// <param name="Text">In words.</param>
/// <param name="Done">How much is done.</param>
/// <param name="Total">Of how much; null while that is not known.</param>
/// <param name="CurrentPath">The file in hand; null before the first.</param>
internal sealed record WorkState(string Text, double Done, double? Total, string? CurrentPath);
