using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using SoundTime.Wire.Json;
using SoundTime.Wire.Messages;

namespace SoundTime.Wire;

/// <summary>Writes a message as JSON, byte for byte as a Rust node does (protocol sheet, section 2).</summary>
public static class MessageWriter
{
    private static readonly JsonWriterOptions Options = new() { Encoder = SerdeTextEncoder.Instance, SkipValidation = true };

    /// <summary>Writes the JSON of a message, without a header.</summary>
    /// <exception cref="WireException">
    /// The message would break a Rust node, and nothing was written: an id or a hash that is not 64 lower-case hex digits, a number
    /// that is not finite, a filter that contradicts itself (<see cref="WireError.Unsendable"/>), or text or a list over its
    /// cap in <see cref="WireLimits"/> (<see cref="WireError.TooLong"/>).
    /// </exception>
    public static void Write(Message message, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(output);
        SendCheck.Check(message);
        using var json = new Utf8JsonWriter(output, Options);
        switch (message)
        {
            case Ping or RequestCatalog:
                json.WriteStringValue(message.GetType().Name);
                break;
            case CatalogSync sync:
                WriteTracks(json, sync.Tracks);
                break;
            case AnnounceTrack announce:
                WriteVariant(json, message, announce.Track, WireJson.Default.TrackAnnouncement);
                break;
            default:
                WriteVariant(json, message, message, WireJson.Default.GetTypeInfo(message.GetType())!);
                break;
        }
    }

    private static void WriteVariant(Utf8JsonWriter json, Message message, object body, JsonTypeInfo type)
    {
        json.WriteStartObject();
        json.WritePropertyName(message.GetType().Name);
        JsonSerializer.Serialize(json, body, type);
        json.WriteEndObject();
    }

    private static void WriteTracks(Utf8JsonWriter json, IReadOnlyList<TrackAnnouncement> tracks)
    {
        json.WriteStartObject();
        json.WriteStartArray(nameof(CatalogSync));
        for (var index = 0; index < tracks.Count; index++)
        {
            JsonSerializer.Serialize(json, tracks[index], WireJson.Default.TrackAnnouncement);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
