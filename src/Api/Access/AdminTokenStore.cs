using System.Security.Cryptography;
using System.Text;
using SoundTime.Storage;
using SoundTime.Storage.Settings;

namespace SoundTime.Api;

/// <summary>
/// The admin token of this instance, of which the store keeps the hash alone: whoever makes it is the only one ever to see it. Every method
/// throws <see cref="StorageException"/> where the store does not answer.
/// </summary>
public sealed class AdminTokenStore(ISettingStore settings)
{
    private const string SettingKey = "admin_token_sha256";

    /// <summary>Makes the first token; null if there is one. Of several processes that start at once, one gets it.</summary>
    public async Task<string?> TryCreateAsync(CancellationToken cancellationToken)
    {
        if (await settings.FindAsync(SettingKey, cancellationToken) is not null)
        {
            return null;
        }

        var token = AdminToken.Create();
        return await settings.TryAddAsync(SettingKey, Format(token), cancellationToken) ? token : null;
    }

    /// <summary>Makes a token that counts from now on, in every process; the one before it does not count any more.</summary>
    public async Task<string> ReplaceAsync(CancellationToken cancellationToken)
    {
        var token = AdminToken.Create();
        await settings.SaveAsync(SettingKey, Format(token), cancellationToken);
        return token;
    }

    /// <summary>Whether this is the token. Reads the store, so that a new token counts at once; compares in fixed time.</summary>
    public async Task<bool> IsTokenAsync(string text, CancellationToken cancellationToken) =>
        await settings.FindAsync(SettingKey, cancellationToken) is { } hash
        && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(hash), Encoding.ASCII.GetBytes(Format(text)));

    private static string Format(string token) => Convert.ToHexStringLower(AdminToken.Hash(token));
}
