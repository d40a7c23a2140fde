using System.Net;
using Microsoft.AspNetCore.Http;

namespace SoundTime.Api;

/// <summary>Tells what programs and pages of the node's own machine ask.</summary>
internal static class ThisMachine
{
    private static readonly string[] ForwardingHeaders =
        ["Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP"];

    /// <summary>
    /// Whether they ask this. A proxy on this machine speaks for others, and a name that is not this machine's is a page that was made to point here. A proxy that adds no header looks like
    /// one of them, so that whoever has one sets <see cref="ApiOptions.ApiToken"/>.
    /// </summary>
    public static bool Asks(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address
        && IPAddress.IsLoopback(address)
        && !ForwardingHeaders.Any(context.Request.Headers.ContainsKey)
        && ApiOptions.LoopbackHosts.Contains(context.Request.Host.Host, StringComparer.OrdinalIgnoreCase);
}
