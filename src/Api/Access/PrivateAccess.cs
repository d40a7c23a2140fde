using Microsoft.AspNetCore.Http;

namespace SoundTime.Api;

/// <summary>
/// On a private instance, lets only requests with a token through to endpoints that are <see cref="PrivateGated"/> (protocol sheet, section 9.2). Whether
/// it is private is read each time, so that a change counts at once in every process; where it cannot be read, that fails and nothing is shown.
/// </summary>
internal sealed class PrivateAccess(RequestDelegate next, InstanceSettings settings, TokenCheck tokens, TokenRefusal refusals)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<PrivateGated>() is null || !await settings.IsPrivateAsync(context.RequestAborted))
        {
            await next(context);
            return;
        }

        // Said when the answer begins: an endpoint may have let all caches on the way keep it.
        context.Response.OnStarting(() =>
        {
            context.Response.Headers.CacheControl = "private, no-cache";
            return Task.CompletedTask;
        });
        if (await RefusalAsync(context) is { } refusal)
        {
            await refusal.ExecuteAsync(context);
            return;
        }

        await next(context);
    }

    private async Task<IResult?> RefusalAsync(HttpContext context)
    {
        if (BearerToken.Of(context.Request) is not { } token)
        {
            return TokenRefusal.Missing(context, "This instance is private. Authentication required.");
        }

        return await tokens.RankAsync(token, context.RequestAborted) is TokenRank.Unknown
            ? refusals.Wrong(context, "Invalid or expired token")
            : null;
    }
}
