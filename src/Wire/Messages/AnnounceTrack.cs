namespace SoundTime.Wire.Messages;

/// <summary>Tells of one track that the sender has. Nothing is answered.</summary>
/// <param name="Track">The track.</param>
public sealed record AnnounceTrack(TrackAnnouncement Track) : Message;
