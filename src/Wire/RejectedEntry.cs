namespace SoundTime.Wire;

/// <summary>An entry of a catalogue that cannot be used; the others can.</summary>
/// <param name="Index">Its place among all entries of the message, from 0.</param>
/// <param name="Reason">What is wrong with it, short and safe to log.</param>
/// <param name="Error">What is wrong with it, to branch on.</param>
public sealed record RejectedEntry(int Index, string Reason, WireError Error) : MessagePart;
