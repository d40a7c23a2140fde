namespace SoundTime.Wire.Messages;

/// <summary>Asks for the bytes of a blob; the answer is raw bytes behind a length, of 0 when there is none.</summary>
/// <param name="Hash">The blob's hash, 64 lower-case hex digits in genuine traffic.</param>
public sealed record FetchTrack(string Hash) : Message;
