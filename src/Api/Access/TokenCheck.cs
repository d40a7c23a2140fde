using System.Security.Cryptography;
using SoundTime.Storage;

namespace SoundTime.Api;

/// <summary>Tells what a token allows, in a time that says nothing of the right one.</summary>
internal sealed class TokenCheck(ApiOptions options, AdminTokenStore adminTokens)
{
    // Hashes are of one length, so that comparing them says nothing of the token's.
    private readonly byte[]? _adminHash = HashOf(options.AdminToken);
    private readonly byte[]? _apiHash = HashOf(options.ApiToken);

    /// <summary>Ranks a token. The admin token is the one of the options, or the stored one where they name none.</summary>
    /// <exception cref="TokenCheckException">The stored one cannot be read, so whether this is it is unknown.</exception>
    public async Task<TokenRank> RankAsync(string token, CancellationToken cancellationToken)
    {
        var hash = AdminToken.Hash(token);
        if (_adminHash is not null && CryptographicOperations.FixedTimeEquals(hash, _adminHash))
        {
            return TokenRank.Admin;
        }

        if (_apiHash is not null && CryptographicOperations.FixedTimeEquals(hash, _apiHash))
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

    private static byte[]? HashOf(string? token) => string.IsNullOrEmpty(token) ? null : AdminToken.Hash(token);
}
