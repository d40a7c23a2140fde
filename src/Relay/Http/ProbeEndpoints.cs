using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SoundTime.Iroh.Relays;

namespace SoundTime.Relay.Http;

/// <summary>What clients, load balancers and curious people ask a relay for, beside relaying (iroh sheet, section 3.5).</summary>
internal static class ProbeEndpoints
{
    private const string ChallengeHeader = "X-Iroh-Challenge";
    private const string ResponseHeader = "X-Iroh-Response";
    private const int MaxChallenge = 63;

    private static readonly string Version = typeof(ProbeEndpoints).Assembly.GetName().Version!.ToString(3);

    public static void MapProbes(this IEndpointRouteBuilder app)
    {
        app.MapGet(RelayProtocol.PingPath, AnswerPing);
        app.MapGet("/generate_204", AnswerCaptivePortalProbe);
        app.MapGet("/healthz", context => context.Response.WriteAsJsonAsync(new JsonObject { ["status"] = "ok", ["version"] = Version }, context.RequestAborted));
        app.MapGet("/", context => context.Response.WriteAsync("This is a relay of SoundTime nodes. It passes on what it cannot read.\n", context.RequestAborted));
        app.MapGet("/robots.txt", context => context.Response.WriteAsync("User-agent: *\nDisallow: /\n", context.RequestAborted));
    }

    private static Task AnswerPing(HttpContext context)
    {
        context.Response.Headers.AccessControlAllowOrigin = "*";
        context.Response.ContentLength = 0;
        return Task.CompletedTask;
    }

    /// <summary>The header proves that no captive portal answers in our place.</summary>
    private static Task AnswerCaptivePortalProbe(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        var challenge = context.Request.Headers[ChallengeHeader].ToString();
        if (challenge.Length is > 0 and <= MaxChallenge && challenge.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_'))
        {
            context.Response.Headers[ResponseHeader] = $"response {challenge}";
        }

        return Task.CompletedTask;
    }
}
