using System.Diagnostics.CodeAnalysis;

namespace SoundTime.Wire;

/// <summary>
/// The name of a blob: the 32 bytes of its BLAKE3 hash, written as 64 lower-case hex digits (protocol sheet, section 4).
/// </summary>
/// <remarks>A value only says which bytes are meant; that bytes are these is known by hashing them.</remarks>
public readonly struct BlobHash : IEquatable<BlobHash>, IComparable<BlobHash>, ISpanParsable<BlobHash>
{
    /// <summary>Length of the hash in bytes.</summary>
    public const int Size = Bytes32.Size;

    private readonly Bytes32 _bytes;

    /// <summary>Takes the 32 bytes of a hash.</summary>
    /// <exception cref="ArgumentException">The span is not 32 bytes long.</exception>
    public BlobHash(ReadOnlySpan<byte> hash) => _bytes = new Bytes32(hash);

    private BlobHash(Bytes32 bytes) => _bytes = bytes;

    /// <summary>Whether this is the default value, which names nothing.</summary>
    public bool IsEmpty => _bytes.IsZero;

    /// <summary>The first ten hex digits, as logs and people use them.</summary>
    public string ShortText => ToString()[..10];

    /// <summary>Writes the 32 bytes of the hash.</summary>
    public void CopyTo(Span<byte> destination) => _bytes.CopyTo(destination);

    /// <summary>The 32 bytes of the hash in a new array.</summary>
    public byte[] ToArray() => _bytes.ToArray();

    /// <summary>Reads 64 lower-case hex digits or 52 base32 characters (RFC 4648, no padding, either case).</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out BlobHash hash)
    {
        var ok = Bytes32.TryParse(text, out var bytes);
        hash = new BlobHash(bytes);
        return ok;
    }

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, out BlobHash)"/>
    public static bool TryParse([NotNullWhen(true)] string? text, out BlobHash hash) => TryParse(text.AsSpan(), out hash);

    /// <inheritdoc/>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out BlobHash result) => TryParse(s, out result);

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out BlobHash result) => TryParse(s.AsSpan(), out result);

    /// <summary>Reads what <see cref="TryParse(ReadOnlySpan{char}, out BlobHash)"/> accepts.</summary>
    /// <exception cref="FormatException">The text is no hash.</exception>
    public static BlobHash Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) =>
        TryParse(s, out var hash) ? hash : throw new FormatException("A hash is 64 lower-case hex digits or 52 base32 characters.");

    /// <inheritdoc cref="Parse(ReadOnlySpan{char}, IFormatProvider?)"/>
    public static BlobHash Parse(string s, IFormatProvider? provider = null) => Parse(s.AsSpan(), provider);

    /// <summary>64 lower-case hex digits.</summary>
    public override string ToString() => _bytes.ToString();

    /// <inheritdoc/>
    public bool Equals(BlobHash other) => _bytes.Equals(other._bytes);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is BlobHash other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _bytes.GetHashCode();

    /// <summary>Orders by bytes, which is also the order of the hex forms.</summary>
    public int CompareTo(BlobHash other) => _bytes.CompareTo(other._bytes);

    /// <summary>Whether both name the same blob.</summary>
    public static bool operator ==(BlobHash left, BlobHash right) => left.Equals(right);

    /// <summary>Whether they name different blobs.</summary>
    public static bool operator !=(BlobHash left, BlobHash right) => !left.Equals(right);

    /// <summary>Whether <paramref name="left"/> comes first.</summary>
    public static bool operator <(BlobHash left, BlobHash right) => left.CompareTo(right) < 0;

    /// <summary>Whether <paramref name="left"/> comes later.</summary>
    public static bool operator >(BlobHash left, BlobHash right) => left.CompareTo(right) > 0;

    /// <summary>Whether <paramref name="left"/> does not come later.</summary>
    public static bool operator <=(BlobHash left, BlobHash right) => left.CompareTo(right) <= 0;

    /// <summary>Whether <paramref name="left"/> does not come first.</summary>
    public static bool operator >=(BlobHash left, BlobHash right) => left.CompareTo(right) >= 0;
}
