using System.Net;
using System.Net.Sockets;
using SoundTime.Iroh.Identity;
using SoundTime.Iroh.Tests.Support;
using SoundTime.Testing;
using SoundTime.Wire;

namespace SoundTime.Iroh.Tests;

public sealed class AddressLookupTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_node_known_by_its_id_alone_is_looked_up()
    {
        await using var b = Endpoints.Bind();
        await using var a = Bind(new Map { [b.Id] = [PlaceOf(b)] });
        await using var connection = await a.ConnectAsync(new NodeAddress(b.Id), Token);
        Assert.Equal(b.Id, connection.RemoteId);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_node_that_does_not_answer_where_it_was_is_looked_up()
    {
        using var silent = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        await using var b = Endpoints.Bind();
        await using var somebody = Endpoints.Bind();
        await using var a = Bind(new Map { [b.Id] = [PlaceOf(b)] });
        foreach (var wrong in new[] { (IPEndPoint)silent.Client.LocalEndPoint!, somebody.LocalEndPoints[0] })
        {
            await using var connection = await a.ConnectAsync(new NodeAddress(b.Id, wrong), Token);
            Assert.Equal(b.LocalEndPoints[0], connection.RemoteEndPoint);
        }
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_lookup_that_fails_hides_nothing_of_what_another_finds()
    {
        await using var b = Endpoints.Bind();
        await using var a = Bind(new Broken(), new Map { [b.Id] = [PlaceOf(b)] });
        await using var connection = await a.ConnectAsync(new NodeAddress(b.Id), Token);
        Assert.Equal(b.Id, connection.RemoteId);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task An_id_that_nobody_knows_and_one_that_could_not_be_looked_up_fail_at_once_and_say_so()
    {
        var unknown = SecretKey.Generate().NodeId;
        await using var a = Bind(new Map());
        var nowhere = await Assert.ThrowsAsync<IrohConnectException>(() => a.ConnectAsync(new NodeAddress(unknown), Token));
        Assert.Equal(ConnectFailure.NoAddress, nowhere.Reason);
        Assert.StartsWith($"No address of node {unknown.ShortText} is known.", nowhere.Message, StringComparison.Ordinal);

        await using var b = Bind(new Map(), new Broken());
        var failed = await Assert.ThrowsAsync<IrohConnectException>(() => b.ConnectAsync(new NodeAddress(unknown), Token));
        Assert.Equal((ConnectFailure.NoAddress, $"Where node {unknown.ShortText} is could not be looked up: no network"), (failed.Reason, failed.Message));
    }

    private static IrohEndpoint Bind(params IAddressLookup[] lookups) =>
        IrohEndpoint.Bind(Endpoints.Options(SecretKey.Generate()) with { AddressLookups = lookups });

    private static NodeHost PlaceOf(IrohEndpoint endpoint) => new(endpoint.LocalEndPoints[0].Address.ToString(), endpoint.LocalEndPoints[0].Port);

    private sealed class Map : Dictionary<NodeId, IReadOnlyList<NodeHost>>, IAddressLookup
    {
        public string Name => "a map";

        public Task<NodeAddress> FindAsync(NodeId node, CancellationToken cancellationToken) =>
            Task.FromResult(new NodeAddress(node, this.GetValueOrDefault(node) ?? []));
    }

    private sealed class Broken : IAddressLookup
    {
        public string Name => "nothing";

        public Task<NodeAddress> FindAsync(NodeId node, CancellationToken cancellationToken) =>
            Task.FromException<NodeAddress>(new IOException("no network"));
    }
}
