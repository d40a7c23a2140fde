using System.Net;
using SoundTime.Iroh.Identity;

namespace SoundTime.Iroh.Tests.Support;

/// <summary>Endpoints on loopback for tests.</summary>
internal static class Endpoints
{
    public const string Protocol = "soundtime/p2p/1";

    public static IrohEndpoint Bind(SecretKey? key = null, string protocol = Protocol, IPAddress? address = null, int port = 0) =>
        IrohEndpoint.Bind(Options(key, protocol, address, port));

    public static IrohEndpointOptions Options(SecretKey? key = null, string protocol = Protocol, IPAddress? address = null, int port = 0) => new()
    {
        SecretKey = key ?? SecretKey.Generate(),
        Protocol = protocol,
        BindTo = [new IPEndPoint(address ?? IPAddress.Loopback, port)],
    };

    public static NodeAddress AddressOf(IrohEndpoint endpoint) => new(endpoint.Id, endpoint.LocalEndPoints[0]);

    /// <summary>Connects two endpoints and gives the connection as both sides have it.</summary>
    public static async Task<(IrohConnection Dialled, IrohConnection Accepted)> ConnectAsync(IrohEndpoint from, IrohEndpoint to, CancellationToken cancellationToken)
    {
        var accepting = to.AcceptConnectionAsync(cancellationToken).AsTask();
        var dialled = await from.ConnectAsync(AddressOf(to), cancellationToken);
        return (dialled, await accepting);
    }

    /// <summary>Opens a stream on one side, says a byte so that the other side sees it, and gives both ends.</summary>
    public static async Task<(IrohStream Opened, IrohStream Accepted)> OpenAsync(IrohConnection from, IrohConnection to, CancellationToken cancellationToken)
    {
        var opened = await from.OpenStreamAsync(cancellationToken);
        await opened.WriteAsync(new byte[1], cancellationToken);
        var accepted = await to.AcceptStreamAsync(cancellationToken);
        await accepted.ReadExactlyAsync(new byte[1], cancellationToken);
        return (opened, accepted);
    }
}
