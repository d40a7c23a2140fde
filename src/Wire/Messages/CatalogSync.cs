namespace SoundTime.Wire.Messages;

/// <summary>A page of the sender's catalogue, or all of it from builds before 2026-02-12. Nothing is answered.</summary>
/// <param name="Tracks">The tracks. A <see cref="MessageReader"/> hands them out one by one instead of making this record.</param>
public sealed record CatalogSync(IReadOnlyList<TrackAnnouncement> Tracks) : Message;
