using System.Security.Cryptography;
using SoundTime.Iroh.Native;
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

    private static unsafe NodeId DerivePublicKey(ReadOnlySpan<byte> seed)
    {
        NativeLibraries.Load();
        Span<byte> pkcs8 = stackalloc byte[KeyEncoding.PrivateKeySize];
        KeyEncoding.WritePrivateKey(seed, pkcs8);
        nint secret = 0, key = 0;
        try
        {
            fixed (byte* data = pkcs8)
            {
                var input = new Datum { Data = data, Length = (uint)pkcs8.Length };
                GnuTls.Check(GnuTls.PrivateKeyInit(&secret), "making room for a secret key");
                GnuTls.Check(GnuTls.PrivateKeyImport(secret, &input, GnuTls.FormatDer, null, 0), "reading the secret key");
            }

            Datum output;
            GnuTls.Check(GnuTls.PublicKeyInit(&key), "making room for a public key");
            GnuTls.Check(GnuTls.PublicKeyFromPrivateKey(key, secret, 0, 0), "deriving the public key");
            GnuTls.Check(GnuTls.PublicKeyExport(key, GnuTls.FormatDer, &output), "writing the public key");
            try
            {
                return KeyEncoding.TryReadPublicKey(new ReadOnlySpan<byte>(output.Data, (int)output.Length), out var id)
                    ? id
                    : throw new InvalidOperationException("GnuTLS wrote a public key that is not Ed25519.");
            }
            finally
            {
                GnuTls.Free(output.Data);
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pkcs8);
            if (key != 0)
            {
                GnuTls.PublicKeyDeinit(key);
            }

            if (secret != 0)
            {
                GnuTls.PrivateKeyDeinit(secret);
            }
        }
    }
}
