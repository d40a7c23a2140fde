using System.Buffers.Binary;

namespace SoundTime.Wire;

/// <summary>32 bytes by value, with the text forms that ids and hashes share.</summary>
internal readonly struct Bytes32 : IEquatable<Bytes32>, IComparable<Bytes32>
{
    public const int Size = 32;
    private const int HexLength = 64;
    private const int Base32Length = 52;

    private readonly ulong _a, _b, _c, _d;

    public Bytes32(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size)
        {
            throw new ArgumentException($"32 bytes are needed, {bytes.Length} were given.", nameof(bytes));
        }

        // Big-endian, so that comparing the numbers compares the bytes.
        _a = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        _b = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        _c = BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]);
        _d = BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]);
    }

    public bool IsZero => (_a | _b | _c | _d) == 0;

    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, _a);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], _b);
        BinaryPrimitives.WriteUInt64BigEndian(destination[16..], _c);
        BinaryPrimitives.WriteUInt64BigEndian(destination[24..], _d);
    }

    public byte[] ToArray()
    {
        var bytes = new byte[Size];
        CopyTo(bytes);
        return bytes;
    }

    /// <summary>64 lower-case hex digits, or 52 base32 characters of either case whose last four bits are zero.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Bytes32 value)
    {
        Span<byte> bytes = stackalloc byte[Size];
        var ok = text.Length == HexLength ? TryParseLowerHex(text, bytes) : text.Length == Base32Length && TryParseBase32(text, bytes);
        value = ok ? new Bytes32(bytes) : default;
        return ok;
    }

    private static bool TryParseLowerHex(ReadOnlySpan<char> text, Span<byte> bytes) =>
        !text.ContainsAnyInRange('A', 'F') && Convert.FromHexString(text, bytes, out _, out _) == System.Buffers.OperationStatus.Done;

    private static bool TryParseBase32(ReadOnlySpan<char> text, Span<byte> bytes)
    {
        uint accumulator = 0;
        int bits = 0, written = 0;
        foreach (var character in text)
        {
            var digit = character switch
            {
                >= 'A' and <= 'Z' => character - 'A',
                >= 'a' and <= 'z' => character - 'a',
                >= '2' and <= '7' => character - '2' + 26,
                _ => -1,
            };
            if (digit < 0)
            {
                return false;
            }

            accumulator = (accumulator << 5) | (uint)digit;
            bits += 5;
            if (bits >= 8)
            {
                bits -= 8;
                bytes[written++] = (byte)(accumulator >> bits);
                accumulator &= (1u << bits) - 1;
            }
        }

        return accumulator == 0;
    }

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Size];
        CopyTo(bytes);
        return Convert.ToHexStringLower(bytes);
    }

    public bool Equals(Bytes32 other) => _a == other._a && _b == other._b && _c == other._c && _d == other._d;

    public override bool Equals(object? obj) => obj is Bytes32 other && Equals(other);

    // Keys and hashes are evenly spread only when they are honest: mix all words with the process's seed.
    public override int GetHashCode() => HashCode.Combine(_a, _b, _c, _d);

    public int CompareTo(Bytes32 other)
    {
        if (_a != other._a)
        {
            return _a < other._a ? -1 : 1;
        }

        if (_b != other._b)
        {
            return _b < other._b ? -1 : 1;
        }

        return _c != other._c ? (_c < other._c ? -1 : 1) : _d.CompareTo(other._d);
    }
}
