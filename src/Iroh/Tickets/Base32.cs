using System.Text;

namespace SoundTime.Iroh.Tickets;

/// <summary>Bytes as base32 (RFC 4648, section 6) without padding: written in lower case, read in either.</summary>
internal static class Base32
{
    private const string Digits = "abcdefghijklmnopqrstuvwxyz234567";
    private const int BitsPerDigit = 5;

    /// <summary>Writes bytes behind a text.</summary>
    public static void Append(ReadOnlySpan<byte> bytes, StringBuilder text)
    {
        uint accumulator = 0;
        var bits = 0;
        foreach (var value in bytes)
        {
            accumulator = (accumulator << 8) | value;
            for (bits += 8; bits >= BitsPerDigit; bits -= BitsPerDigit)
            {
                text.Append(Digits[(int)(accumulator >> (bits - BitsPerDigit)) & 0x1f]);
            }
        }

        if (bits > 0)
        {
            text.Append(Digits[(int)(accumulator << (BitsPerDigit - bits)) & 0x1f]);
        }
    }

    /// <summary>Reads a text whose length the caller has bounded. False where a character is none of base32, or bits are left over that are not zero.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, out byte[] bytes)
    {
        bytes = new byte[text.Length * BitsPerDigit / 8];
        uint accumulator = 0;
        int bits = 0, written = 0;
        foreach (var character in text)
        {
            var digit = Digits.IndexOf(char.ToLowerInvariant(character), StringComparison.Ordinal);
            if (digit < 0)
            {
                return false;
            }

            accumulator = (accumulator << BitsPerDigit) | (uint)digit;
            bits += BitsPerDigit;
            if (bits >= 8)
            {
                bits -= 8;
                bytes[written++] = (byte)(accumulator >> bits);
                accumulator &= (1u << bits) - 1;
            }
        }

        // A whole digit left over is one that no encoder writes.
        return accumulator == 0 && bits < BitsPerDigit;
    }
}
