using System.Net;
using SoundTime.Iroh.Identity;
using SoundTime.Iroh.Tests.Support;
using SoundTime.Testing;

namespace SoundTime.Iroh.Tests;

public sealed class ConnectionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory(Timeout = Waiting.TestLimit)]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task Both_sides_know_whose_key_the_other_holds(string address)
    {
        await using var a = Endpoints.Bind(address: IPAddress.Parse(address));
        await using var b = Endpoints.Bind(address: IPAddress.Parse(address));
        var (dialled, accepted) = await Endpoints.ConnectAsync(a, b, Token);
        Assert.Equal(b.Id, dialled.RemoteId);
        Assert.Equal(a.Id, accepted.RemoteId);
        Assert.True(dialled.IsOutbound);
        Assert.False(accepted.IsOutbound);
        Assert.Equal(a.LocalEndPoints[0], accepted.RemoteEndPoint);
        Assert.Equal(b.LocalEndPoints[0], dialled.RemoteEndPoint);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_close_reaches_the_other_side_with_code_and_reason()
    {
        await using var a = Endpoints.Bind();
        await using var b = Endpoints.Bind();
        var (dialled, accepted) = await Endpoints.ConnectAsync(a, b, Token);
        var (opened, _) = await Endpoints.OpenAsync(dialled, accepted, Token);
        await accepted.CloseAsync(1, "blocked");
        var close = await dialled.Closed.WaitAsync(Token);
        Assert.Equal(new ConnectionClose(CloseCause.ClosedByPeer, 1, "blocked"), close);
        Assert.Equal(CloseCause.ClosedLocally, (await accepted.Closed).Cause);

        var read = await Assert.ThrowsAsync<IrohConnectionException>(() => opened.ReadAsync(new byte[1], Token).AsTask());
        Assert.Equal(close, read.Close);
        await Assert.ThrowsAsync<IrohConnectionException>(() => opened.WriteAsync(new byte[1], Token).AsTask());
        await Assert.ThrowsAsync<IrohConnectionException>(() => dialled.OpenStreamAsync(Token).AsTask());
        await Assert.ThrowsAsync<IrohConnectionException>(() => dialled.AcceptStreamAsync(Token).AsTask());
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_reason_is_cut_to_its_cap_and_cleared_of_control_characters()
    {
        await using var a = Endpoints.Bind();
        await using var b = Endpoints.Bind();
        var (dialled, accepted) = await Endpoints.ConnectAsync(a, b, Token);
        await accepted.CloseAsync(7, "\u001b[31m" + new string('x', 5000));
        var close = await dialled.Closed.WaitAsync(Token);
        Assert.Equal(ConnectionClose.MaxReasonLength, close.Reason.Length);
        Assert.DoesNotContain(close.Reason, char.IsControl);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task Somebody_else_at_the_address_is_not_taken_for_the_node()
    {
        await using var a = Endpoints.Bind();
        await using var b = Endpoints.Bind();
        var somebody = SecretKey.Generate().NodeId;
        var exception = await Assert.ThrowsAsync<IrohConnectException>(() => a.ConnectAsync(new NodeAddress(somebody, b.LocalEndPoints[0]), Token));
        Assert.Equal(ConnectFailure.WrongIdentity, exception.Reason);
        Assert.Equal(somebody, exception.Node);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_client_that_claims_a_key_it_does_not_hold_is_refused()
    {
        await using var b = Endpoints.Bind();
        var key = SecretKey.Generate();
        await using var impostor = IrohEndpoint.Bind(
            Endpoints.Options(key) with { Credentials = new Quic.TlsCredentials(key, claimed: SecretKey.Generate().NodeId) });
        await AssertRefusedAsync(impostor, b);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_client_that_shows_no_key_is_refused()
    {
        await using var b = Endpoints.Bind();
        await using var nobody = IrohEndpoint.Bind(Endpoints.Options() with { Credentials = new Quic.TlsCredentials(null, default) });
        await AssertRefusedAsync(nobody, b);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_server_that_claims_a_key_it_does_not_hold_is_not_believed()
    {
        await using var a = Endpoints.Bind();
        var claimed = SecretKey.Generate().NodeId;
        await using var impostor = IrohEndpoint.Bind(
            Endpoints.Options() with { Credentials = new Quic.TlsCredentials(SecretKey.Generate(), claimed) });
        await Assert.ThrowsAsync<IrohConnectException>(() => a.ConnectAsync(new NodeAddress(claimed, impostor.LocalEndPoints[0]), Token));
    }

    /// <summary>The dial fails, nothing is handed to who accepts, and the endpoint serves the next honest node.</summary>
    private static async Task AssertRefusedAsync(IrohEndpoint from, IrohEndpoint to)
    {
        var accepting = to.AcceptConnectionAsync(Token).AsTask();
        var exception = await Assert.ThrowsAsync<IrohConnectException>(() => from.ConnectAsync(Endpoints.AddressOf(to), Token));
        Assert.Equal(ConnectFailure.Refused, exception.Reason);
        await using var honest = Endpoints.Bind();
        await using var connection = await honest.ConnectAsync(Endpoints.AddressOf(to), Token);
        Assert.Equal(honest.Id, (await accepting).RemoteId);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task Without_a_common_protocol_there_is_no_connection()
    {
        await using var a = Endpoints.Bind(protocol: "something/else");
        await using var b = Endpoints.Bind();
        var exception = await Assert.ThrowsAsync<IrohConnectException>(() => a.ConnectAsync(Endpoints.AddressOf(b), Token));
        Assert.Equal(ConnectFailure.NoCommonProtocol, exception.Reason);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_node_does_not_connect_to_itself()
    {
        await using var a = Endpoints.Bind();
        var exception = await Assert.ThrowsAsync<IrohConnectException>(() => a.ConnectAsync(Endpoints.AddressOf(a), Token));
        Assert.Equal(ConnectFailure.Self, exception.Reason);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_node_without_an_address_cannot_be_dialled()
    {
        await using var a = Endpoints.Bind();
        var exception = await Assert.ThrowsAsync<IrohConnectException>(() => a.ConnectAsync(new NodeAddress(SecretKey.Generate().NodeId), Token));
        Assert.Equal(ConnectFailure.NoAddress, exception.Reason);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task The_address_that_answers_first_is_taken_among_several()
    {
        await using var a = IrohEndpoint.Bind(Endpoints.Options() with { BindTo = [new(IPAddress.Loopback, 0), new(IPAddress.IPv6Loopback, 0)] });
        await using var b = Endpoints.Bind(address: IPAddress.IPv6Loopback);
        var address = NodeAddress.Parse($"{b.Id}@127.0.0.1:9,127.0.0.1:{b.LocalEndPoints[0].Port},{b.LocalEndPoints[0]}");
        await using var connection = await a.ConnectAsync(address, Token);
        Assert.Equal(b.LocalEndPoints[0], connection.RemoteEndPoint);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task Somebody_else_at_one_address_does_not_hide_the_node_at_another()
    {
        await using var a = Endpoints.Bind();
        await using var wrong = Endpoints.Bind();
        await using var right = Endpoints.Bind();
        var address = NodeAddress.Parse($"{right.Id}@{wrong.LocalEndPoints[0]},{right.LocalEndPoints[0]}");
        await using var connection = await a.ConnectAsync(address, Token);
        Assert.Equal(right.LocalEndPoints[0], connection.RemoteEndPoint);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task Each_of_several_sockets_of_one_family_answers_for_itself()
    {
        await using var a = Endpoints.Bind();
        await using var b = IrohEndpoint.Start(
            Endpoints.Options(), [Datagrams.UdpTransport.Bind(new(IPAddress.Loopback, 0)), Datagrams.UdpTransport.Bind(new(IPAddress.Loopback, 0))]);
        foreach (var endPoint in b.LocalEndPoints)
        {
            await using var connection = await a.ConnectAsync(new NodeAddress(b.Id, endPoint), Token);
            Assert.Equal(endPoint, connection.RemoteEndPoint);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("a protocol name beyond 32 characters")]
    [InlineData("é")]
    public void A_protocol_name_that_tls_cannot_say_is_refused_at_once(string protocol) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Endpoints.Bind(protocol: protocol));

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task Codes_beyond_what_quic_can_say_are_refused()
    {
        await using var a = Endpoints.Bind();
        await using var b = Endpoints.Bind();
        var (dialled, accepted) = await Endpoints.ConnectAsync(a, b, Token);
        var (opened, _) = await Endpoints.OpenAsync(dialled, accepted, Token);
        Assert.Throws<ArgumentOutOfRangeException>(() => opened.AbortWrite(1UL << 62));
        Assert.Throws<ArgumentOutOfRangeException>(() => opened.AbortRead(ulong.MaxValue));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => dialled.CloseAsync(1UL << 62, ""));
        await dialled.CloseAsync((1UL << 62) - 1, "largest");
        Assert.Equal((1UL << 62) - 1, (await accepted.Closed.WaitAsync(Token)).Code);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_dial_that_is_given_up_ends_at_once()
    {
        await using var a = Endpoints.Bind();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var dialling = a.ConnectAsync(NodeAddress.Parse($"{SecretKey.Generate().NodeId}@127.0.0.1:9"), cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => dialling);
    }

    [Theory(Timeout = Waiting.TestLimit)]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public async Task When_handshakes_pile_up_a_newcomer_must_show_its_address_first(int threshold, int retries)
    {
        var network = new MemoryNetwork();
        await using var a = IrohEndpoint.Start(Endpoints.Options(), [network.Attach()]);
        await using var b = IrohEndpoint.Start(Endpoints.Options() with { RetryThreshold = threshold }, [network.Attach()]);
        var seen = 0;
        network.Passes = (path, datagram) =>
        {
            // Retry: a long header of type 3 (RFC 9000, section 17.2.5).
            if (path.Local.Equals(AddressOf(b)) && (datagram.Span[0] & 0xf0) == 0xf0)
            {
                Interlocked.Increment(ref seen);
            }

            return true;
        };
        var (dialled, accepted) = await Endpoints.ConnectAsync(a, b, Token);
        Assert.Equal(b.Id, dialled.RemoteId);
        Assert.Equal(a.Id, accepted.RemoteId);
        Assert.Equal(retries, seen);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_full_endpoint_answers_no_newcomer_and_keeps_those_it_has()
    {
        await using var a = Endpoints.Bind();
        await using var c = Endpoints.Bind();
        await using var b = IrohEndpoint.Bind(Endpoints.Options() with { MaxConnections = 1 });
        var (dialled, accepted) = await Endpoints.ConnectAsync(a, b, Token);
        using var soon = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var refused = c.ConnectAsync(Endpoints.AddressOf(b), soon.Token);
        var outbound = await Assert.ThrowsAsync<IrohConnectException>(() => b.ConnectAsync(Endpoints.AddressOf(c), Token));
        Assert.Equal(ConnectFailure.EndpointUnavailable, outbound.Reason);
        await Endpoints.OpenAsync(dialled, accepted, Token);
        Assert.False(refused.IsCompleted);
        await soon.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => refused);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task Closing_an_endpoint_tells_every_peer_and_ends_every_wait()
    {
        await using var a = Endpoints.Bind();
        var b = Endpoints.Bind();
        var (dialled, _) = await Endpoints.ConnectAsync(a, b, Token);
        var accepting = b.AcceptConnectionAsync(Token).AsTask();
        await b.CloseAsync(5, "going home");
        Assert.Equal(new ConnectionClose(CloseCause.ClosedByPeer, 5, "going home"), await dialled.Closed.WaitAsync(Token));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => accepting);
        var exception = await Assert.ThrowsAsync<IrohConnectException>(() => b.ConnectAsync(Endpoints.AddressOf(a), Token));
        Assert.Equal(ConnectFailure.EndpointUnavailable, exception.Reason);
        await b.CloseAsync(5, "again");
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_port_in_use_is_said_in_words()
    {
        await using var a = Endpoints.Bind();
        var exception = Assert.Throws<IrohBindException>(() => Endpoints.Bind(port: a.LocalEndPoints[0].Port));
        Assert.Equal(BindFailure.PortInUse, exception.Reason);
        Assert.Contains("in use", exception.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_restarted_peer_says_at_once_that_it_no_longer_knows_the_connection()
    {
        var key = SecretKey.Generate();
        await using var a = Endpoints.Bind();
        var network = new MemoryNetwork();
        var first = IrohEndpoint.Start(Endpoints.Options(key), [network.Attach()]);
        await using var dialler = IrohEndpoint.Start(Endpoints.Options(), [network.Attach()]);
        var (dialled, accepted) = await Endpoints.ConnectAsync(dialler, first, Token);
        var (opened, _) = await Endpoints.OpenAsync(dialled, accepted, Token);

        // The process dies: nothing leaves it any more. Another takes its key and its place.
        network.Passes = (path, _) => !path.Local.Equals(AddressOf(first));
        await first.DisposeAsync();
        network.Passes = (_, _) => true;
        await using var second = IrohEndpoint.Start(Endpoints.Options(key), [network.AttachAt(first.LocalEndPoints[0])]);
        try
        {
            await opened.WriteAsync(new byte[100], Token);
        }
        catch (IrohConnectionException)
        {
            // The answer to a packet that was under way was faster.
        }

        Assert.Equal(CloseCause.Reset, (await dialled.Closed.WaitAsync(Token)).Cause);
    }

    private static Datagrams.DatagramAddress AddressOf(IrohEndpoint endpoint) => new(endpoint.LocalEndPoints[0]);
}
