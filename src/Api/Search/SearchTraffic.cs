using Microsoft.AspNetCore.Http;

namespace SoundTime.Api;

/// <summary>Marks a search, which is bounded for each client.</summary>
/// <param name="AsksPeers">Whether it asks peers whatever the request says; otherwise it does on request.</param>
internal sealed record SearchTraffic(bool AsksPeers)
{
    /// <summary>The parameter by which a request has peers asked.</summary>
    public const string IncludePeers = "include_p2p";

    /// <summary>Whether this request has peers asked; null where it is no search.</summary>
    public static bool? Asks(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<SearchTraffic>() is { } search
        ? search.AsksPeers || (bool.TryParse(context.Request.Query[IncludePeers], out var includes) && includes)
        : null;
}
