using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace SoundTime.Api;

/// <summary>The secret that the admin API wants: 256 random bits behind a prefix by which people and scanners for leaked secrets know it.</summary>
public static class AdminToken
{
    /// <summary>What every token that we make begins with.</summary>
    public const string Prefix = "soundtime_admin_";

    private const int RandomBytes = 32;

    /// <summary>Makes a token of visible ASCII characters: the prefix, and 43 of base64url (RFC 4648, section 5).</summary>
    public static string Create() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));

    /// <summary>SHA-256 of a token: all that is kept of it. It needs no salt and no slow hash, as 256 random bits cannot be guessed.</summary>
    internal static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
