using SoundTime.Wire.Messages;

namespace SoundTime.Wire;

/// <summary>A message of any kind but the catalogues, read to its end.</summary>
/// <param name="Message">The message.</param>
public sealed record WholeMessage(Message Message) : MessagePart;
