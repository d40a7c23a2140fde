using System.Diagnostics.CodeAnalysis;

namespace SoundTime.Wire;

/// <summary>
/// The public key of a node: 32 bytes of Ed25519, written as 64 lower-case hex digits (protocol sheet, section 4).
/// </summary>
/// <remarks>A value only says which key is meant; that a peer holds it is known from TLS alone.</remarks>
public readonly struct NodeId : IEquatable<NodeId>, IComparable<NodeId>, ISpanParsable<NodeId>
{
    /// <summary>Length of the key in bytes.</summary>
    public const int Size = Bytes32.Size;

    private readonly Bytes32 _bytes;

    /// <summary>Takes the 32 bytes of a key.</summary>
    /// <exception cref="ArgumentException">The span is not 32 bytes long.</exception>
    public NodeId(ReadOnlySpan<byte> key) => _bytes = new Bytes32(key);

    private NodeId(Bytes32 bytes) => _bytes = bytes;

    /// <summary>Whether this is the default value, which is no key.</summary>
    public bool IsEmpty => _bytes.IsZero;

    /// <summary>The first ten hex digits, as logs and people use them.</summary>
    public string ShortText => ToString()[..10];

    /// <summary>Writes the 32 bytes of the key.</summary>
    public void CopyTo(Span<byte> destination) => _bytes.CopyTo(destination);

    /// <summary>The 32 bytes of the key in a new array.</summary>
    public byte[] ToArray() => _bytes.ToArray();

    /// <summary>Reads 64 lower-case hex digits or 52 base32 characters (RFC 4648, no padding, either case).</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out NodeId id)
    {
        var ok = Bytes32.TryParse(text, out var bytes);
        id = new NodeId(bytes);
        return ok;
    }

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, out NodeId)"/>
    public static bool TryParse([NotNullWhen(true)] string? text, out NodeId id) => TryParse(text.AsSpan(), out id);

    /// <inheritdoc/>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out NodeId result) => TryParse(s, out result);

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out NodeId result) => TryParse(s.AsSpan(), out result);

    /// <summary>Reads what <see cref="TryParse(ReadOnlySpan{char}, out NodeId)"/> accepts.</summary>
    /// <exception cref="FormatException">The text is no node id.</exception>
    public static NodeId Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) =>
        TryParse(s, out var id) ? id : throw new FormatException("A node id is 64 lower-case hex digits or 52 base32 characters.");

    /// <inheritdoc cref="Parse(ReadOnlySpan{char}, IFormatProvider?)"/>
    public static NodeId Parse(string s, IFormatProvider? provider = null) => Parse(s.AsSpan(), provider);

    /// <summary>64 lower-case hex digits.</summary>
    public override string ToString() => _bytes.ToString();

    /// <inheritdoc/>
    public bool Equals(NodeId other) => _bytes.Equals(other._bytes);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is NodeId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _bytes.GetHashCode();

    /// <summary>Orders by bytes, which is also the order of the hex forms.</summary>
    public int CompareTo(NodeId other) => _bytes.CompareTo(other._bytes);

    /// <summary>Whether both are the same key.</summary>
    public static bool operator ==(NodeId left, NodeId right) => left.Equals(right);

    /// <summary>Whether they are different keys.</summary>
    public static bool operator !=(NodeId left, NodeId right) => !left.Equals(right);

    /// <summary>Whether <paramref name="left"/> comes first.</summary>
    public static bool operator <(NodeId left, NodeId right) => left.CompareTo(right) < 0;

    /// <summary>Whether <paramref name="left"/> comes later.</summary>
    public static bool operator >(NodeId left, NodeId right) => left.CompareTo(right) > 0;

    /// <summary>Whether <paramref name="left"/> does not come later.</summary>
    public static bool operator <=(NodeId left, NodeId right) => left.CompareTo(right) <= 0;

    /// <summary>Whether <paramref name="left"/> does not come first.</summary>
    public static bool operator >=(NodeId left, NodeId right) => left.CompareTo(right) >= 0;
}
