using System.Globalization;

namespace SoundTime.Wire.Json;

/// <summary>
/// The text of a float on this wire: the shortest digits that read back as the same float, always with a fraction or an
/// exponent. Decimal from 1e-6 up to below 1e13 (<c>240.5</c>, <c>0.000001</c>, <c>1000000000000.0</c>), scientific with a
/// signed exponent beyond (<c>1e-7</c>, <c>1.234e+13</c>): the form of the zmij crate that serde_json 1.0.149 writes with.
/// </summary>
internal static class SingleText
{
    /// <summary>Room for the longest text: sign, 13 digits, point, zero; or sign, 9 digits, point, exponent.</summary>
    public const int MaxBytes = 24;

    private const int LowestDecimalExponent = -6;
    private const int HighestDecimalExponent = 12;

    /// <summary>Writes the text of a finite value, at most <see cref="MaxBytes"/> bytes, and returns its length.</summary>
    public static int Format(float value, Span<byte> destination)
    {
        var length = 0;
        if (float.IsNegative(value))
        {
            destination[length++] = (byte)'-';
            value = -value;
        }

        // .NET finds the same digits; only their layout differs.
        Span<byte> shortest = stackalloc byte[MaxBytes];
        value.TryFormat(shortest, out var written, "R", CultureInfo.InvariantCulture);
        Span<byte> digits = stackalloc byte[MaxBytes];
        var count = Digits(shortest[..written], digits, out var exponent);
        return length + Lay(digits[..count], exponent, destination[length..]);
    }

    /// <summary>Takes a .NET number apart: its digits without zeros at either end, and the power of ten of the first.</summary>
    private static int Digits(ReadOnlySpan<byte> number, Span<byte> digits, out int exponent)
    {
        var e = number.IndexOf((byte)'E');
        var mantissa = e < 0 ? number : number[..e];
        var point = mantissa.IndexOf((byte)'.');
        exponent = (point < 0 ? mantissa.Length : point) - 1;
        if (e >= 0)
        {
            exponent += int.Parse(number[(e + 1)..], CultureInfo.InvariantCulture);
        }

        var count = 0;
        foreach (var character in mantissa)
        {
            if (character == '.')
            {
                continue;
            }

            if (count == 0 && character == '0')
            {
                exponent--;
                continue;
            }

            digits[count++] = character;
        }

        count = digits[..count].TrimEnd((byte)'0').Length;
        if (count == 0)
        {
            digits[0] = (byte)'0';
            exponent = 0;
            return 1;
        }

        return count;
    }

    private static int Lay(ReadOnlySpan<byte> digits, int exponent, Span<byte> destination)
    {
        var text = new SpanWriter(destination);
        if (exponent is < LowestDecimalExponent or > HighestDecimalExponent)
        {
            text.Add(digits[..1]);
            if (digits.Length > 1)
            {
                text.Add("."u8);
                text.Add(digits[1..]);
            }

            text.Add(exponent < 0 ? "e-"u8 : "e+"u8);
            text.Add(Math.Abs(exponent));
        }
        else if (exponent < 0)
        {
            text.Add("0."u8);
            text.Fill((byte)'0', -exponent - 1);
            text.Add(digits);
        }
        else
        {
            var whole = Math.Min(digits.Length, exponent + 1);
            text.Add(digits[..whole]);
            text.Fill((byte)'0', exponent + 1 - whole);
            text.Add("."u8);
            text.Add(whole < digits.Length ? digits[whole..] : "0"u8);
        }

        return text.Length;
    }

    private ref struct SpanWriter(Span<byte> destination)
    {
        private readonly Span<byte> _destination = destination;

        public int Length { get; private set; }

        public void Add(scoped ReadOnlySpan<byte> text)
        {
            text.CopyTo(_destination[Length..]);
            Length += text.Length;
        }

        public void Add(int number)
        {
            number.TryFormat(_destination[Length..], out var written, default, CultureInfo.InvariantCulture);
            Length += written;
        }

        public void Fill(byte value, int count)
        {
            _destination.Slice(Length, count).Fill(value);
            Length += count;
        }
    }
}
