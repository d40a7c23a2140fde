using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using SoundTime.Iroh;
using SoundTime.Wire;

namespace SoundTime.Relay.Access;

/// <summary>Who is let in: everybody, or the listed nodes and those who show a token.</summary>
internal sealed class RelayAccess
{
    private const string Scheme = "Bearer ";
    private const string QueryKey = "token";

    private readonly HashSet<NodeId> _nodes;
    private readonly byte[][] _tokenHashes;

    public RelayAccess(RelayOptions options)
    {
        _nodes = [.. options.AllowedNodes];
        _tokenHashes = [.. options.Tokens.Select(token => SHA256.HashData(Encoding.UTF8.GetBytes(token)))];
    }

    /// <summary>Whether a node that has proved its id is let in with this request.</summary>
    public bool Allows(NodeId node, HttpRequest request) =>
        (_nodes.Count == 0 && _tokenHashes.Length == 0) || _nodes.Contains(node) || IsToken(FindToken(request));

    /// <summary>In the header, or in the query, as browsers have to give it (iroh sheet, section 3.1).</summary>
    private static string? FindToken(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : request.Query[QueryKey].ToString();
    }

    /// <summary>Hashes are compared, all of them and to their ends: how long it takes tells nothing about a token.</summary>
    private bool IsToken(string? token)
    {
        if (token is not { Length: > 0 and <= RelayServer.MaxTokenLength })
        {
            return false;
        }

        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(token));
        var isOne = false;
        foreach (var known in _tokenHashes)
        {
            isOne |= CryptographicOperations.FixedTimeEquals(hash, known);
        }

        return isOne;
    }
}
