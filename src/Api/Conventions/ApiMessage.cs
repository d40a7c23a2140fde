using Microsoft.AspNetCore.Http;

namespace SoundTime.Api;

/// <summary>What came of a request, for people: the body of the P2P endpoints, errors among them (protocol sheet, section 9.1).</summary>
/// <param name="Message">In a sentence.</param>
internal sealed record ApiMessage(string Message)
{
    /// <summary>What is said where P2P is off.</summary>
    public const string NotEnabledText = "P2P node is not enabled";

    /// <summary>An answer with this status and text.</summary>
    public static IResult Result(int status, string text) =>
        TypedResults.Json(new ApiMessage(text), ApiJson.Sentences.ApiMessage, statusCode: status);

    /// <summary>200 with this text.</summary>
    public static IResult Ok(string text) => Result(StatusCodes.Status200OK, text);

    /// <summary>The answer of what needs other nodes where P2P is off.</summary>
    public static IResult NotEnabled() => Result(StatusCodes.Status503ServiceUnavailable, NotEnabledText);

    /// <summary>The answer to what is no node id.</summary>
    public static IResult InvalidId() => Result(StatusCodes.Status400BadRequest, "Invalid node ID format");
}
