using System.Security.Cryptography;
using SoundTime.Storage;

namespace SoundTime.Api;

/// <summary>Tells what a token allows, in a time that says nothing of the right one.</summary>
internal sealed class TokenCheck(ApiOptions options, AdminTokenStore adminTokens)
{
    // Hashes are of one length, so that comparing them says nothing of the token's.
    private readonly byte[]? _adminHash = HashOf(options.AdminToken);
    private readonly byte[]? _localHash = HashOf(options.LocalToken);
    private readonly byte[]? _apiHash = HashOf(options.ApiToken);

    /// <summary>Ranks a token. The admin token is the one of the options, or the stored one where they name none.</summary>
    /// <exception cref="TokenCheckException">The stored one cannot be read, so whether this is it is unknown.</exception>
    public async Task<TokenRank> RankAsync(string token, CancellationToken cancellationToken)
    {
        var hash = AdminToken.Hash(token);
        if (IsSame(hash, _adminHash) || IsSame(hash, _localHash))
        {
            return TokenRank.Admin;
        }

        if (IsSame(hash, _apiHash))
        {
            return TokenRank.Api;
        }

        return _adminHash is null && await IsStoredAsync(token, cancellationToken) ? TokenRank.Admin : TokenRank.Unknown;
    }

    private async Task<bool> IsStoredAsync(string token, CancellationToken cancellationToken)
    {
        try
        {
            return await adminTokens.IsTokenAsync(token, cancellationToken);
        }
        catch (StorageException failure)
        {
            throw new TokenCheckException(failure);
        }
    }

    private static bool IsSame(byte[] hash, byte[]? expected) => expected is not null && CryptographicOperations.FixedTimeEquals(hash, expected);

    private static byte[]? HashOf(string? token) => string.IsNullOrEmpty(token) ? null : AdminToken.Hash(token);
}
