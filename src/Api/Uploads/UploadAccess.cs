using System.Net;
using Microsoft.AspNetCore.Http;

namespace SoundTime.Api;

/// <summary>
/// Who may upload: whoever shows the API token or the admin token; with no API token set, programs and pages of this machine as well.
/// </summary>
internal sealed class UploadAccess(ApiOptions options, TokenCheck tokens, TokenRefusal refusals) : IEndpointFilter
{
    private const string TokenNeeded = "Missing or invalid Authorization header: send the node's API_TOKEN as \"Authorization: Bearer <token>\".";

    private static readonly string[] ForwardingHeaders =
        ["Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP"];

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        await RefusalAsync(context.HttpContext) is { } refusal ? refusal : await next(context);

    private async Task<IResult?> RefusalAsync(HttpContext context)
    {
        var token = BearerToken.Of(context.Request);
        if (token is not null && await tokens.RankAsync(token, context.RequestAborted) is not TokenRank.Unknown)
        {
            return null;
        }

        var wantsToken = !string.IsNullOrEmpty(options.ApiToken);
        if (!wantsToken && IsFromThisMachine(context))
        {
            return ForeignPage.Sends(context.Request) ? ForeignPage.Refusal() : null;
        }

        if (token is not null)
        {
            return refusals.Wrong(context, TokenNeeded);
        }

        return wantsToken
            ? TokenRefusal.Missing(context, TokenNeeded)
            : ApiError.Result(
                StatusCodes.Status403Forbidden,
                "Without a token, changes come from this machine only. Set API_TOKEN on the node and send it as \"Authorization: Bearer <token>\".");
    }

    /// <summary>
    /// A proxy on this machine speaks for others, and a name that is not this machine's is a page that was made to point here.
    /// </summary>
    private static bool IsFromThisMachine(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address
        && IPAddress.IsLoopback(address)
        && !ForwardingHeaders.Any(context.Request.Headers.ContainsKey)
        && ApiOptions.LoopbackHosts.Contains(context.Request.Host.Host, StringComparer.OrdinalIgnoreCase);
}
