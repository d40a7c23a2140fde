using System.Text.Json.Serialization;
using SoundTime.Wire.Messages;

namespace SoundTime.Wire.Json;

/// <summary>How the bodies of messages are written: keys in snake case, in the order of the records' members, absent values as null.</summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    Converters = [typeof(SingleConverter)])]
[JsonSerializable(typeof(TrackAnnouncement))]
[JsonSerializable(typeof(FetchTrack))]
[JsonSerializable(typeof(TrackData))]
[JsonSerializable(typeof(Pong))]
[JsonSerializable(typeof(PeerExchange))]
[JsonSerializable(typeof(CatalogDelta))]
[JsonSerializable(typeof(BloomExchange))]
[JsonSerializable(typeof(SearchQuery))]
[JsonSerializable(typeof(SearchResults))]
internal sealed partial class WireJson : JsonSerializerContext;
