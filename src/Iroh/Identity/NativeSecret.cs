using System.Security.Cryptography;
using SoundTime.Iroh.Native;
using SoundTime.Wire;

namespace SoundTime.Iroh.Identity;

/// <summary>A secret key in the hands of GnuTLS, for as long as one operation takes.</summary>
internal readonly unsafe ref struct NativeSecret : IDisposable
{
    private readonly nint _key;

    public NativeSecret(ReadOnlySpan<byte> seed)
    {
        NativeLibraries.Load();
        Span<byte> pkcs8 = stackalloc byte[KeyEncoding.PrivateKeySize];
        KeyEncoding.WritePrivateKey(seed, pkcs8);
        nint key;
        GnuTls.Check(GnuTls.PrivateKeyInit(&key), "making room for a secret key");
        _key = key;
        try
        {
            fixed (byte* data = pkcs8)
            {
                var input = new Datum { Data = data, Length = (uint)pkcs8.Length };
                GnuTls.Check(GnuTls.PrivateKeyImport(_key, &input, GnuTls.FormatDer, null, 0), "reading the secret key");
            }
        }
        catch
        {
            Dispose();
            throw;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pkcs8);
        }
    }

    public NodeId DerivePublicKey()
    {
        nint key;
        GnuTls.Check(GnuTls.PublicKeyInit(&key), "making room for a public key");
        try
        {
            Datum output;
            GnuTls.Check(GnuTls.PublicKeyFromPrivateKey(key, _key, 0, 0), "deriving the public key");
            GnuTls.Check(GnuTls.PublicKeyExport(key, GnuTls.FormatDer, &output), "writing the public key");
            return KeyEncoding.TryReadPublicKey(TakeBytes(output), out var id)
                ? id
                : throw new InvalidOperationException("GnuTLS wrote a public key that is not Ed25519.");
        }
        finally
        {
            GnuTls.PublicKeyDeinit(key);
        }
    }

    public byte[] Sign(ReadOnlySpan<byte> message)
    {
        Datum output;
        fixed (byte* data = message)
        {
            var input = new Datum { Data = data, Length = (uint)message.Length };
            GnuTls.Check(GnuTls.SignData(_key, GnuTls.SignatureEd25519, 0, &input, &output), "signing");
        }

        return TakeBytes(output);
    }

    public void Dispose() => GnuTls.PrivateKeyDeinit(_key);

    private static byte[] TakeBytes(in Datum output)
    {
        try
        {
            return new ReadOnlySpan<byte>(output.Data, (int)output.Length).ToArray();
        }
        finally
        {
            GnuTls.Free(output.Data);
        }
    }
}
