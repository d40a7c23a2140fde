using System.Text;

namespace SoundTime.Blake3;

/// <summary>Which of BLAKE3's three functions is computed: its key words, and the flags that all its compressions carry.</summary>
/// <param name="key">The key: 32 bytes, already in the hash's byte order.</param>
/// <param name="flags">The flags of the mode.</param>
internal readonly struct HashMode(ReadOnlySpan<byte> key, BlockFlags flags)
{
    /// <summary>The plain hash.</summary>
    public static HashMode Hash { get; } = new(InitialKey(), BlockFlags.None);

    /// <summary>The chaining value that every chunk and every parent starts from.</summary>
    public readonly ChainingValue Key = new(key);

    /// <summary>The flags of the mode.</summary>
    public readonly BlockFlags Flags = flags;

    /// <summary>The keyed hash.</summary>
    /// <exception cref="ArgumentException">The key is not 32 bytes long.</exception>
    public static HashMode Keyed(ReadOnlySpan<byte> key)
    {
        if (key.Length != Blake3Constants.ChainingValueLength)
        {
            throw new ArgumentException($"A BLAKE3 key is 32 bytes long, this one is {key.Length}.", nameof(key));
        }

        return new HashMode(key, BlockFlags.KeyedHash);
    }

    /// <summary>Key derivation: the context's own hash becomes the key.</summary>
    public static HashMode DeriveKey(string context, Compression compression)
    {
        ArgumentNullException.ThrowIfNull(context);
        Span<byte> key = stackalloc byte[Blake3Constants.ChainingValueLength];
        var contextMode = new HashMode(InitialKey(), BlockFlags.DeriveKeyContext);
        new TreeHasher(compression, contextMode).Hash(Encoding.UTF8.GetBytes(context), key);
        return new HashMode(key, BlockFlags.DeriveKeyMaterial);
    }

    private static byte[] InitialKey()
    {
        var key = new byte[Blake3Constants.ChainingValueLength];
        Words.Write(Blake3Constants.InitialValue, key);
        return key;
    }
}
