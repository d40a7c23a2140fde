using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SoundTime.Iroh.Native;

/// <summary><c>ngtcp2_cid</c>: a QUIC connection id of at most 20 bytes (RFC 9000, section 5.1), by value.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ConnectionId : IEquatable<ConnectionId>
{
    public const int MaxLength = 20;

    private readonly nuint _length;
    private readonly Bytes _bytes;

    public ConnectionId(ReadOnlySpan<byte> bytes)
    {
        _length = (nuint)bytes.Length;
        bytes.CopyTo(_bytes);
    }

    /// <summary>A random id.</summary>
    public static ConnectionId Random(int length)
    {
        Span<byte> bytes = stackalloc byte[MaxLength];
        System.Security.Cryptography.RandomNumberGenerator.Fill(bytes[..length]);
        return new ConnectionId(bytes[..length]);
    }

    [UnscopedRef]
    public readonly ReadOnlySpan<byte> Span => ((ReadOnlySpan<byte>)_bytes)[..(int)_length];

    public readonly bool Equals(ConnectionId other) => Span.SequenceEqual(other.Span);

    public override readonly bool Equals(object? obj) => obj is ConnectionId other && Equals(other);

    // The peer chooses some of these ids: the hash is seeded per process.
    public override readonly int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(Span);
        return hash.ToHashCode();
    }

    [InlineArray(24)]
    private struct Bytes
    {
        private byte _first;
    }
}
