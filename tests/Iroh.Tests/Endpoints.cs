using System.Net;
using SoundTime.Iroh.Identity;

namespace SoundTime.Iroh.Tests;

/// <summary>Endpoints on loopback for tests.</summary>
internal static class Endpoints
{
    public const string Protocol = "soundtime/p2p/1";

    public static IrohEndpoint Bind(SecretKey? key = null, string protocol = Protocol, IPAddress? address = null) => IrohEndpoint.Bind(Options(key, protocol, address));

    public static IrohEndpointOptions Options(SecretKey? key = null, string protocol = Protocol, IPAddress? address = null) => new()
    {
        SecretKey = key ?? SecretKey.Generate(),
        Protocol = protocol,
        BindTo = [new IPEndPoint(address ?? IPAddress.Loopback, 0)],
    };

    public static NodeAddress AddressOf(IrohEndpoint endpoint) => new(endpoint.Id, endpoint.LocalEndPoints[0]);

    /// <summary>Two endpoints and a connection between them, seen from both sides.</summary>
    public static async Task<(IrohConnection Dialled, IrohConnection Accepted)> ConnectAsync(IrohEndpoint from, IrohEndpoint to, CancellationToken cancellationToken)
    {
        var accepting = to.AcceptConnectionAsync(cancellationToken).AsTask();
        var dialled = await from.ConnectAsync(AddressOf(to), cancellationToken);
        return (dialled, await accepting);
    }
}
