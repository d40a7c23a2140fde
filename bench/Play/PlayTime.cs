namespace SoundTime.Bench;

/// <summary>How long it took to hear a track.</summary>
/// <param name="FirstByte">Milliseconds from the request to the first byte.</param>
/// <param name="LastByte">Milliseconds from the request to the end.</param>
internal sealed record PlayTime(double FirstByte, double LastByte);
