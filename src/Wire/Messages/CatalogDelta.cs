using System.Text.Json.Serialization;
using SoundTime.Wire.Json;

namespace SoundTime.Wire.Messages;

/// <summary>The part of the sender's catalogue that is new since a moment. Nothing is answered.</summary>
/// <param name="Since">The moment; receivers only log it. Sent as UTC, and read to 100 ns.</param>
/// <param name="Tracks">The tracks. A <see cref="MessageReader"/> hands them out one by one instead of making this record.</param>
public sealed record CatalogDelta(
    [property: JsonConverter(typeof(TimestampConverter))] DateTimeOffset Since,
    IReadOnlyList<TrackAnnouncement> Tracks) : Message;
