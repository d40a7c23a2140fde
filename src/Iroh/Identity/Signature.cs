using SoundTime.Iroh.Native;
using SoundTime.Wire;

namespace SoundTime.Iroh.Identity;

/// <summary>Ed25519 signatures (RFC 8032) of nodes; <see cref="SecretKey.Sign"/> makes them.</summary>
public static unsafe class Signature
{
    /// <summary>Length in bytes.</summary>
    public const int Size = 64;

    /// <summary>Whether the holder of this node's key signed the message; false also for an id that is no key, and for a signature of another length.</summary>
    public static bool Verify(NodeId signer, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        NativeLibraries.Load();
        if (signature.Length != Size)
        {
            return false;
        }

        Span<byte> encoded = stackalloc byte[KeyEncoding.PublicKeySize];
        KeyEncoding.WritePublicKey(signer, encoded);
        nint key;
        GnuTls.Check(GnuTls.PublicKeyInit(&key), "making room for a public key");
        try
        {
            fixed (byte* keyBytes = encoded)
            fixed (byte* messageBytes = message)
            fixed (byte* signatureBytes = signature)
            {
                var keyData = new Datum { Data = keyBytes, Length = (uint)encoded.Length };
                var messageData = new Datum { Data = messageBytes, Length = (uint)message.Length };
                var signatureData = new Datum { Data = signatureBytes, Length = (uint)signature.Length };
                return GnuTls.PublicKeyImport(key, &keyData, GnuTls.FormatDer) >= 0
                    && GnuTls.VerifyData(key, GnuTls.SignatureEd25519, 0, &messageData, &signatureData) >= 0;
            }
        }
        finally
        {
            GnuTls.PublicKeyDeinit(key);
        }
    }
}
