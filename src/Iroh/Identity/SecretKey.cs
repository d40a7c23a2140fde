using System.Security.Cryptography;
using SoundTime.Wire;

namespace SoundTime.Iroh.Identity;

/// <summary>A node's secret: the 32-byte seed of an Ed25519 key (RFC 8032). Never shown, never logged.</summary>
public sealed class SecretKey
{
    /// <summary>Length of the seed in bytes.</summary>
    public const int Size = 32;

    private readonly byte[] _seed;

    /// <summary>Takes a seed of 32 bytes.</summary>
    /// <exception cref="ArgumentException">The span is not 32 bytes long.</exception>
    public SecretKey(ReadOnlySpan<byte> seed)
    {
        if (seed.Length != Size)
        {
            throw new ArgumentException($"A seed has 32 bytes, {seed.Length} were given.", nameof(seed));
        }

        _seed = seed.ToArray();
        NodeId = DerivePublicKey(_seed);
    }

    /// <summary>The public key that goes with it: the node's id.</summary>
    public NodeId NodeId { get; }

    internal ReadOnlySpan<byte> Seed => _seed;

    /// <summary>A new key from the operating system's random source.</summary>
    public static SecretKey Generate() => new(RandomNumberGenerator.GetBytes(Size));

    /// <summary>Signs a message with Ed25519 (RFC 8032): 64 bytes.</summary>
    public byte[] Sign(ReadOnlySpan<byte> message)
    {
        using var secret = new NativeSecret(_seed);
        return secret.Sign(message);
    }

    private static NodeId DerivePublicKey(ReadOnlySpan<byte> seed)
    {
        using var secret = new NativeSecret(seed);
        return secret.DerivePublicKey();
    }
}
