using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using SoundTime.Relay.Bounds;
using SoundTime.Relay.Metrics;

namespace SoundTime.Relay.Hosting;

/// <summary>Gives each address its share of TCP connections, before TLS and HTTP cost anything.</summary>
internal static class ConnectionBounds
{
    public static void UseConnectionBounds(this ListenOptions listen, SourceCounter sources, RelayMetrics metrics, ILogger logger) =>
        listen.Use(next => async connection =>
        {
            var address = (connection.RemoteEndPoint as IPEndPoint)?.Address ?? IPAddress.None;
            if (!sources.TryTake(address))
            {
                metrics.Denied(DenialReason.Address);
                logger.TooManyConnections(address);
                connection.Abort();
                return;
            }

            try
            {
                await next(connection);
            }
            finally
            {
                sources.Release(address);
            }
        });
}
