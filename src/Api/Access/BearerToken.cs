using Microsoft.AspNetCore.Http;

namespace SoundTime.Api;

/// <summary>Reads the token of a request (RFC 6750, section 2.1).</summary>
internal static class BearerToken
{
    private const string Scheme = "Bearer ";

    /// <summary>The text behind <c>Authorization: Bearer</c>; null where there is none, or none that could be a token.</summary>
    public static string? Of(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.Length <= AccessLimits.MaxHeaderLength
            && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && header[Scheme.Length..].Trim() is { Length: > 0 } token
                ? token
                : null;
    }
}
