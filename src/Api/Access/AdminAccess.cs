using Microsoft.AspNetCore.Http;

namespace SoundTime.Api;

/// <summary>
/// Lets only the admin's requests through to endpoints that are <see cref="AdminOnly"/> (protocol sheet, section 9.2). A middleware, as it must
/// come before anything of the request is read.
/// </summary>
internal sealed class AdminAccess(RequestDelegate next, ApiOptions options, TokenCheck tokens, TokenRefusal refusals)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<AdminOnly>() is not { } mark)
        {
            await next(context);
            return;
        }

        context.Response.Headers.CacheControl = "no-store";
        if (!IsExcepted(mark, context) && await RefusalAsync(context) is { } refusal)
        {
            await refusal.ExecuteAsync(context);
            return;
        }

        await next(context);
    }

    private bool IsExcepted(AdminOnly mark, HttpContext context) =>
        mark.ExceptOnThisMachine && string.IsNullOrEmpty(options.ApiToken) && ThisMachine.Asks(context);

    private async Task<IResult?> RefusalAsync(HttpContext context)
    {
        var request = context.Request;
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && ForeignPage.Sends(request))
        {
            return ForeignPage.Refusal();
        }

        if (BearerToken.Of(request) is not { } token)
        {
            return TokenRefusal.Missing(context, "Missing or invalid Authorization header");
        }

        return await tokens.RankAsync(token, context.RequestAborted) switch
        {
            TokenRank.Admin => null,
            TokenRank.Api => ApiError.Result(StatusCodes.Status403Forbidden, "Admin access required"),
            _ => refusals.Wrong(context, "Invalid or expired token"),
        };
    }
}
