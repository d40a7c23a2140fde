using System.Diagnostics.CodeAnalysis;
using SoundTime.Wire;

namespace SoundTime.Iroh.Identity;

/// <summary>
/// The text forms of an id besides <see cref="NodeId"/>'s own (iroh sheet, section 1): 52 characters of five bits each, the highest first, the last filled up
/// with zeros.
/// </summary>
public static class NodeIdText
{
    /// <summary>Length of each of these forms, in characters.</summary>
    public const int Length = 52;

    private const int BitsPerCharacter = 5;

    private const string Base32Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    private const string ZBase32Alphabet = "ybndrfg8ejkmcpqxot1uwisza345h769";

    /// <summary>Base32 of RFC 4648 in lower case: the label of a node on the local network. <see cref="NodeId.TryParse(string?, out NodeId)"/> reads it.</summary>
    public static string ToBase32(NodeId id) => Write(id, Base32Alphabet);

    /// <summary>z-base-32: the label of a node in DNS and in the URLs of address directories.</summary>
    public static string ToZBase32(NodeId id) => Write(id, ZBase32Alphabet);

    /// <summary>Reads z-base-32 as it is written, in lower case.</summary>
    public static bool TryParseZBase32([NotNullWhen(true)] string? text, out NodeId id)
    {
        id = default;
        if (text?.Length != Length)
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[NodeId.Size];
        int accumulator = 0, bits = 0, written = 0;
        foreach (var character in text)
        {
            var digit = ZBase32Alphabet.IndexOf(character, StringComparison.Ordinal);
            if (digit < 0)
            {
                return false;
            }

            accumulator = (accumulator << BitsPerCharacter) | digit;
            bits += BitsPerCharacter;
            if (bits >= 8)
            {
                bits -= 8;
                bytes[written++] = (byte)(accumulator >> bits);
                accumulator &= (1 << bits) - 1;
            }
        }

        id = new NodeId(bytes);
        return accumulator == 0;
    }

    private static string Write(NodeId id, string alphabet) => string.Create(Length, (id, alphabet), static (text, state) =>
    {
        Span<byte> bytes = stackalloc byte[NodeId.Size];
        state.id.CopyTo(bytes);
        int accumulator = 0, bits = 0, read = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (bits < BitsPerCharacter)
            {
                accumulator = ((accumulator & 0xFF) << 8) | (read < bytes.Length ? bytes[read++] : 0);
                bits += 8;
            }

            bits -= BitsPerCharacter;
            text[i] = state.alphabet[(accumulator >> bits) & 0x1F];
        }
    });
}
