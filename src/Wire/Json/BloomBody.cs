using System.Text.Json;
using SoundTime.Wire.Messages;

namespace SoundTime.Wire.Json;

/// <summary>The body of a BloomExchange, read as it comes in.</summary>
internal sealed class BloomBody : IBody
{
    private const string Bloom = "bloom";
    private const string Bitmap = "bitmap";
    private static readonly FieldNames OuterNames = FieldNames.Of(Bloom);
    private static readonly FieldNames FilterNames = FieldNames.Of(Bitmap, "num_hashes", "bitmap_bits", "sip_keys", "item_count");

    private readonly FieldStream _outer = new(OuterNames);
    private readonly FieldStream _filter = new(FilterNames);
    private readonly BitmapStream _bitmap = new(WireLimits.MaxBloomBytes);
    private uint _numHashes;
    private ulong _bitmapBits, _itemCount;
    private SipKey _firstKey, _secondKey;

    public bool IsEnded => _outer.IsEnded;

    public MessagePart Last => new WholeMessage(new BloomExchange(
        new BloomFilterData(_bitmap.Bytes, _numHashes, _bitmapBits, _firstKey, _secondKey, _itemCount)));

    public bool TryRead(ref JsonInput input, out MessagePart? part)
    {
        part = null;
        while (!IsEnded)
        {
            if ((_outer.Name == Bloom && !TryReadFilter(ref input)) || !_outer.TryNext(ref input))
            {
                return false;
            }
        }

        return true;
    }

    private bool TryReadFilter(ref JsonInput input)
    {
        while (!_filter.IsEnded)
        {
            var read = _filter.Name switch
            {
                null => true,
                Bitmap => _bitmap.TryRead(ref input),
                _ => TryReadScalar(ref input),
            };
            if (!read || !_filter.TryNext(ref input))
            {
                return false;
            }
        }

        return true;
    }

    private bool TryReadScalar(ref JsonInput input)
    {
        var read = input.TryReadValue(WireLimits.MaxScalarBytes);
        if (input.IsOversized)
        {
            throw new WireException(WireError.TooLong, $"{_filter.Name}: longer than {WireLimits.MaxScalarBytes} bytes.");
        }

        if (!read)
        {
            return false;
        }

        var json = new Utf8JsonReader(input.Value.Span(), JsonProgress.Options);
        json.Read();
        var field = ObjectFields.At(FilterNames, _filter.Index);
        switch (_filter.Name)
        {
            case "num_hashes":
                _numHashes = field.Integer<uint>(ref json);
                break;
            case "bitmap_bits":
                _bitmapBits = field.Integer<ulong>(ref json);
                break;
            case "sip_keys":
                ReadKeys(ref json, ref field);
                break;
            case "item_count":
                _itemCount = field.Integer<ulong>(ref json);
                break;
        }

        field.ThrowIfFaulty();
        return true;
    }

    private void ReadKeys(ref Utf8JsonReader json, ref ObjectFields field)
    {
        Expect(ref json, ref field, JsonTokenType.StartArray);
        _firstKey = ReadKey(ref json, ref field);
        _secondKey = ReadKey(ref json, ref field);
        Expect(ref json, ref field, JsonTokenType.EndArray);
    }

    private static SipKey ReadKey(ref Utf8JsonReader json, ref ObjectFields field)
    {
        Expect(ref json, ref field, JsonTokenType.StartArray);
        var k0 = field.Integer<ulong>(ref json);
        json.Read();
        var k1 = field.Integer<ulong>(ref json);
        json.Read();
        Expect(ref json, ref field, JsonTokenType.EndArray);
        return new SipKey(k0, k1);
    }

    /// <summary>Checks the token and goes on to the next.</summary>
    private static void Expect(ref Utf8JsonReader json, ref ObjectFields field, JsonTokenType token)
    {
        if (json.TokenType != token)
        {
            field.Refuse(WireError.WrongType, "not two pairs of integers");
        }

        json.Read();
    }
}
