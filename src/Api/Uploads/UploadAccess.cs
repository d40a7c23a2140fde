using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace SoundTime.Api;

/// <summary>
/// Who may change something: with a token set, whoever shows it; without one, programs and pages of this machine only.
/// </summary>
internal sealed class UploadAccess(ApiOptions options) : IEndpointFilter
{
    private const string Scheme = "Bearer ";

    private static readonly string[] ForwardingHeaders =
        ["Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP"];

    // Digests are of one length, so that comparing them says nothing of the token's.
    private readonly byte[]? _tokenDigest = string.IsNullOrEmpty(options.ApiToken) ? null : Digest(options.ApiToken);

    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        Refusal(context.HttpContext) is { } refusal ? ValueTask.FromResult<object?>(refusal) : next(context);

    private IResult? Refusal(HttpContext context)
    {
        if (_tokenDigest is not null)
        {
            return ShowsToken(context.Request, _tokenDigest) ? null : Unauthorized(context);
        }

        if (!IsFromThisMachine(context))
        {
            return ApiError.Result(
                StatusCodes.Status403Forbidden,
                "Without a token, changes come from this machine only. Set API_TOKEN on the node and send it as \"Authorization: Bearer <token>\".");
        }

        return IsFromForeignPage(context.Request)
            ? ApiError.Result(StatusCodes.Status403Forbidden, "A page of another site may not change anything here.")
            : null;
    }

    private static bool ShowsToken(HttpRequest request, byte[] digest)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && CryptographicOperations.FixedTimeEquals(Digest(header[Scheme.Length..].Trim()), digest);
    }

    private static IResult Unauthorized(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return ApiError.Result(
            StatusCodes.Status401Unauthorized,
            "Missing or invalid Authorization header: send the node's API_TOKEN as \"Authorization: Bearer <token>\".");
    }

    /// <summary>
    /// A proxy on this machine speaks for others, and a name that is not this machine's is a page that was made to point here.
    /// </summary>
    private static bool IsFromThisMachine(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address
        && IPAddress.IsLoopback(address)
        && !ForwardingHeaders.Any(context.Request.Headers.ContainsKey)
        && ApiOptions.LoopbackHosts.Contains(context.Request.Host.Host, StringComparer.OrdinalIgnoreCase);

    /// <summary>Browsers say where a request comes from; other programs say nothing.</summary>
    private static bool IsFromForeignPage(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        return (origin.Length > 0 && !origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase))
            || site is not ("" or "same-origin" or "none");
    }

    private static byte[] Digest(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
