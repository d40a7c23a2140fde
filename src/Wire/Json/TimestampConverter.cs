using System.Text.Json;

namespace SoundTime.Wire.Json;

/// <summary>Writes a moment as <see cref="Timestamp"/> has it.</summary>
internal sealed class TimestampConverter : WriteOnlyConverter<DateTimeOffset>
{
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Timestamp.Format(value));
}
