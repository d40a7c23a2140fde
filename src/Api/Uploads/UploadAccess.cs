using Microsoft.AspNetCore.Http;

namespace SoundTime.Api;

/// <summary>
/// Who may upload: whoever shows the API token or the admin token; with no API token set, programs and pages of this machine as well.
/// </summary>
internal sealed class UploadAccess(ApiOptions options, TokenCheck tokens, TokenRefusal refusals) : IEndpointFilter
{
    private const string TokenNeeded = "Missing or invalid Authorization header: send the node's API_TOKEN as \"Authorization: Bearer <token>\".";

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
        if (!wantsToken && ThisMachine.Asks(context))
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
}
