using System.Text;

namespace SoundTime.Iroh.Tickets;

/// <summary>Reads what postcard wrote: numbers of seven bits a byte, the lowest first; texts behind their length; nothing else tells its length.</summary>
internal ref struct PostcardReader(ReadOnlySpan<byte> bytes)
{
    private const int BitsPerByte = 7;
    private const int NumberBits = 64;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>Reads a number of at most 64 bits.</summary>
    public bool TryReadNumber(out ulong number)
    {
        number = 0;
        for (var shift = 0; shift < NumberBits && !_rest.IsEmpty; shift += BitsPerByte)
        {
            var value = _rest[0];
            _rest = _rest[1..];
            number |= (ulong)(value & 0x7f) << shift;
            if (value < 0x80)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Reads this many bytes.</summary>
    public bool TryReadBytes(int count, out ReadOnlySpan<byte> taken)
    {
        var isThere = count <= _rest.Length;
        taken = isThere ? _rest[..count] : default;
        _rest = isThere ? _rest[count..] : default;
        return isThere;
    }

    /// <summary>Reads a text of UTF-8; what is left bounds its length.</summary>
    public bool TryReadText(out string text)
    {
        text = "";
        if (!TryReadNumber(out var length) || length > (ulong)_rest.Length || !TryReadBytes((int)length, out var utf8))
        {
            return false;
        }

        try
        {
            text = Strict.GetString(utf8);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
