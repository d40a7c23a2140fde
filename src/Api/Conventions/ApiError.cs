using Microsoft.AspNetCore.Http;

namespace SoundTime.Api;

/// <summary>The body of every answer that is an error (protocol sheet, section 9.1: one of its three styles, here the only one).</summary>
/// <param name="Error">What is wrong and what to do about it, for people.</param>
internal sealed record ApiError(string Error)
{
    /// <summary>An answer with this status and text.</summary>
    public static IResult Result(int status, string text) =>
        TypedResults.Json(new ApiError(text), ApiJson.Default.ApiError, statusCode: status);

    /// <summary>Writes the text as the body; the status is set already.</summary>
    public static Task WriteAsync(HttpContext context, string text) =>
        // Not with the request's token: it has fired where the request took too long, and that is what is to be said.
        context.Response.WriteAsJsonAsync(new ApiError(text), ApiJson.Default.ApiError, cancellationToken: CancellationToken.None);
}
