using System.Net;
using System.Net.Sockets;
using SoundTime.Iroh.Stun;
using SoundTime.Iroh.Tests.Support;
using SoundTime.Testing;

namespace SoundTime.Iroh.Tests.Stun;

public sealed class ObservedAddressTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task An_endpoint_names_the_address_that_a_server_saw_and_still_speaks_QUIC_on_that_socket()
    {
        using var server = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        server.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var place = (IPEndPoint)server.LocalEndPoint!;
        var seen = new IPEndPoint(IPAddress.Parse("203.0.113.9"), 4711);
        await using var endpoint = IrohEndpoint.Bind(Endpoints.Options() with { StunServers = [new NodeHost(place.Address.ToString(), place.Port)] });

        var request = new byte[StunMessage.MaxLength];
        var asked = await server.ReceiveFromAsync(request, place, Token);
        Assert.Equal(endpoint.LocalEndPoints[0], asked.RemoteEndPoint);
        Assert.True(StunMessage.TryReadRequest(request.AsSpan(0, asked.ReceivedBytes), out var id));
        var answer = new byte[StunMessage.MaxResponseLength];
        var length = StunMessage.WriteResponse(id, seen, answer);
        var before = endpoint.Address;
        await server.SendToAsync(answer.AsMemory(0, length), asked.RemoteEndPoint, Token);

        var after = await endpoint.WaitForAddressChangeAsync(before, Token);
        Assert.Equal(new NodeHost("203.0.113.9", 4711), after.Hosts[0]);
        await using var other = Endpoints.Bind();
        await using var connection = await other.ConnectAsync(new NodeAddress(endpoint.Id, endpoint.LocalEndPoints[0]), Token);
        Assert.Equal(endpoint.Id, connection.RemoteId);
    }
}
