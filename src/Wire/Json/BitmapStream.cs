using System.Buffers;
using System.Text.Json;

namespace SoundTime.Wire.Json;

/// <summary>An array of byte values that become bytes as they come in, so that memory never exceeds what was sent.</summary>
internal sealed class BitmapStream(int maxBytes)
{
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private bool _opened;

    public ReadOnlyMemory<byte> Bytes => _bytes.WrittenMemory;

    /// <summary>Reads on; false when more bytes are needed.</summary>
    public bool TryRead(ref JsonInput input)
    {
        while (input.TryReadToken())
        {
            switch (input.TokenType)
            {
                case JsonTokenType.StartArray when !_opened:
                    _opened = true;
                    break;
                case JsonTokenType.EndArray when _opened:
                    return true;
                case JsonTokenType.Number when _opened && input.TryGetByte(out var bits):
                    Append(bits);
                    break;
                default:
                    throw new WireException(WireError.WrongType, "bitmap: not an array of integers from 0 to 255.");
            }
        }

        return false;
    }

    private void Append(byte bits)
    {
        if (_bytes.WrittenCount == maxBytes)
        {
            throw new WireException(WireError.TooLong, $"bitmap: more than {maxBytes} bytes.");
        }

        _bytes.GetSpan(1)[0] = bits;
        _bytes.Advance(1);
    }
}
