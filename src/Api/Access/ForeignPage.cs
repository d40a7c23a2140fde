using Microsoft.AspNetCore.Http;

namespace SoundTime.Api;

/// <summary>Tells requests that a page of another site has a browser make.</summary>
internal static class ForeignPage
{
    /// <summary>The answer to one that would change something.</summary>
    public static IResult Refusal() => ApiError.Result(StatusCodes.Status403Forbidden, "A page of another site may not change anything here.");

    /// <summary>Browsers say where a request comes from; other programs say nothing.</summary>
    public static bool Sends(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        return (origin.Length > 0 && !origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase))
            || site is not ("" or "same-origin" or "none");
    }
}
