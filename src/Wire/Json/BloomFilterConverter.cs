using System.Text.Json;
using SoundTime.Wire.Messages;

namespace SoundTime.Wire.Json;

/// <summary>Writes a filter: its bits as an array of byte values, its keys as pairs.</summary>
internal sealed class BloomFilterConverter : WriteOnlyConverter<BloomFilterData>
{
    public override void Write(Utf8JsonWriter writer, BloomFilterData value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("bitmap"u8);
        foreach (var bits in value.Bitmap.Span)
        {
            writer.WriteNumberValue((uint)bits);
        }

        writer.WriteEndArray();
        writer.WriteNumber("num_hashes"u8, value.NumHashes);
        writer.WriteNumber("bitmap_bits"u8, value.BitmapBits);
        writer.WriteStartArray("sip_keys"u8);
        WriteKey(writer, value.FirstKey);
        WriteKey(writer, value.SecondKey);
        writer.WriteEndArray();
        writer.WriteNumber("item_count"u8, value.ItemCount);
        writer.WriteEndObject();
    }

    private static void WriteKey(Utf8JsonWriter writer, SipKey key)
    {
        writer.WriteStartArray();
        writer.WriteNumberValue(key.K0);
        writer.WriteNumberValue(key.K1);
        writer.WriteEndArray();
    }
}
