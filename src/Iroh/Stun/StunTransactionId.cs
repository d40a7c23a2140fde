using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace SoundTime.Iroh.Stun;

/// <summary>What connects an answer with its question: 12 random bytes, which nobody who cannot read the question knows (RFC 8489, section 5).</summary>
public readonly struct StunTransactionId : IEquatable<StunTransactionId>
{
    /// <summary>Length in bytes.</summary>
    public const int Size = 12;

    private readonly Bytes _bytes;

    /// <summary>Takes the 12 bytes of an id.</summary>
    /// <exception cref="ArgumentException">The span is not 12 bytes long.</exception>
    public StunTransactionId(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size)
        {
            throw new ArgumentException($"12 bytes are needed, {bytes.Length} were given.", nameof(bytes));
        }

        bytes.CopyTo(_bytes);
    }

    /// <summary>Makes up an id.</summary>
    public static StunTransactionId Generate()
    {
        Span<byte> bytes = stackalloc byte[Size];
        RandomNumberGenerator.Fill(bytes);
        return new StunTransactionId(bytes);
    }

    /// <summary>Writes the 12 bytes of the id.</summary>
    public void CopyTo(Span<byte> destination) => ((ReadOnlySpan<byte>)_bytes).CopyTo(destination);

    /// <inheritdoc/>
    public bool Equals(StunTransactionId other) => ((ReadOnlySpan<byte>)_bytes).SequenceEqual(other._bytes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is StunTransactionId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(_bytes);
        return hash.ToHashCode();
    }

    /// <summary>24 lower-case hex digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(_bytes);

    /// <summary>Whether both are the same id.</summary>
    public static bool operator ==(StunTransactionId left, StunTransactionId right) => left.Equals(right);

    /// <summary>Whether they are different ids.</summary>
    public static bool operator !=(StunTransactionId left, StunTransactionId right) => !left.Equals(right);

    [InlineArray(Size)]
    private struct Bytes
    {
        private byte _first;
    }
}
