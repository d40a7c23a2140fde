using SoundTime.Wire.Messages;

namespace SoundTime.Wire;

/// <summary>One track of a catalogue. The end of the message has not been seen yet.</summary>
/// <param name="Index">Its place among all entries of the message, from 0.</param>
/// <param name="Track">The track.</param>
public sealed record CatalogueEntry(int Index, TrackAnnouncement Track) : MessagePart;
