using System.Text.Json;

namespace SoundTime.Wire.Json;

/// <summary>Writes a float as serde_json does since 1.0.147; see <see cref="SingleText"/>.</summary>
internal sealed class SingleConverter : WriteOnlyConverter<float>
{
    public override void Write(Utf8JsonWriter writer, float value, JsonSerializerOptions options)
    {
        Span<byte> text = stackalloc byte[SingleText.MaxBytes];
        writer.WriteRawValue(text[..SingleText.Format(value, text)], skipInputValidation: true);
    }
}
