using System.Text.Json;
using System.Text.Json.Serialization;

namespace SoundTime.Wire.Json;

/// <summary>A converter for the writing half: reading is <see cref="MessageReader"/>'s.</summary>
internal abstract class WriteOnlyConverter<T> : JsonConverter<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Messages are read by MessageReader.");
}
