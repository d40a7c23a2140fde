using System.Net;
using Microsoft.AspNetCore.Http;

namespace SoundTime.Relay.Http;

/// <summary>Whose request it is.</summary>
internal static class ClientAddress
{
    private const string ForwardedFor = "X-Forwarded-For";

    /// <summary>
    /// The other end of the connection; behind a proxy the last entry of X-Forwarded-For, which the proxy added itself: what stands before it anybody can write.
    /// </summary>
    public static IPAddress Of(HttpContext context, bool isBehindProxy)
    {
        var connected = context.Connection.RemoteIpAddress ?? IPAddress.None;
        if (!isBehindProxy || context.Request.Headers[ForwardedFor] is not [.., { } lines])
        {
            return connected;
        }

        var last = lines.AsSpan()[(lines.LastIndexOf(',') + 1)..].Trim();
        return IPAddress.TryParse(last, out var named) ? named : connected;
    }
}
