using SoundTime.Wire;

namespace SoundTime.Iroh.Identity;

/// <summary>DER forms of Ed25519 keys (RFC 8410): each is a fixed prefix and 32 bytes.</summary>
internal static class KeyEncoding
{
    public const int PublicKeySize = 44;
    public const int PrivateKeySize = 48;

    private static ReadOnlySpan<byte> PublicKeyPrefix => [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

    private static ReadOnlySpan<byte> PrivateKeyPrefix =>
        [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];

    /// <summary>Writes a PKCS#8 private key, 48 bytes.</summary>
    public static void WritePrivateKey(ReadOnlySpan<byte> seed, Span<byte> destination)
    {
        PrivateKeyPrefix.CopyTo(destination);
        seed.CopyTo(destination[PrivateKeyPrefix.Length..]);
    }

    /// <summary>Writes a SubjectPublicKeyInfo, 44 bytes.</summary>
    public static void WritePublicKey(NodeId id, Span<byte> destination)
    {
        PublicKeyPrefix.CopyTo(destination);
        id.CopyTo(destination[PublicKeyPrefix.Length..]);
    }

    /// <summary>Reads a SubjectPublicKeyInfo that holds an Ed25519 key and nothing else.</summary>
    public static bool TryReadPublicKey(ReadOnlySpan<byte> info, out NodeId id)
    {
        var ok = info.Length == PublicKeySize && info.StartsWith(PublicKeyPrefix);
        id = ok ? new NodeId(info[PublicKeyPrefix.Length..]) : default;
        return ok;
    }
}
