using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace SoundTime.Api;

/// <summary>The answers to who shows no token, or a wrong one.</summary>
internal sealed class TokenRefusal(WrongTokens wrongTokens)
{
    /// <summary>401.</summary>
    public static IResult Missing(HttpContext context, string text)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return ApiError.Result(StatusCodes.Status401Unauthorized, text);
    }

    /// <summary>401 as well, or 429 to an address that has shown too many of them.</summary>
    public IResult Wrong(HttpContext context, string text)
    {
        if (wrongTokens.Add(context.Connection.RemoteIpAddress) is not { } wait)
        {
            return Missing(context, text);
        }

        context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return ApiError.Result(StatusCodes.Status429TooManyRequests, "Too many wrong tokens came from this address; wait before the next. The right one is let in.");
    }
}
