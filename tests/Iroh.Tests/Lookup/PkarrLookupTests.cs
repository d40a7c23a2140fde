using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using SoundTime.Iroh.Dns;
using SoundTime.Iroh.Identity;
using SoundTime.Iroh.Lookup;
using SoundTime.Iroh.Tests.Support;
using SoundTime.Testing;

namespace SoundTime.Iroh.Tests.Lookup;

public sealed class PkarrLookupTests : IAsyncLifetime
{
    private readonly ManualTime _time = new();
    private readonly SecretKey _key = SecretKey.Generate();
    private PkarrClient _client = null!;
    private DirectoryServer _server = null!;
    private PkarrLookup _lookup = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _client = new PkarrClient(_time);
        _server = await DirectoryServer.StartAsync();
        _lookup = new PkarrLookup(_server.Url, _client, _time);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_node_is_where_its_signed_packet_says()
    {
        _server.Serve(Packet("192.0.2.1:7,https://relay.example/"), $"/pkarr/{NodeIdText.ToZBase32(_key.NodeId)}");
        Assert.Equal($"{_key.NodeId}@192.0.2.1:7,https://relay.example/", (await FindAsync()).ToString());
        Assert.Equal($"pkarr {_server.Url}", _lookup.Name);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_node_that_the_directory_does_not_know_has_an_empty_address() => Assert.True((await FindAsync()).IsEmpty);

    [Theory(Timeout = Waiting.TestLimit)]
    [InlineData(StatusCodes.Status500InternalServerError)]
    [InlineData(StatusCodes.Status429TooManyRequests)]
    [InlineData(StatusCodes.Status204NoContent)]
    public async Task Another_status_says_nothing_about_the_node(int status)
    {
        _server.Serve(status, []);
        Assert.Contains($"status {status}", (await FailAsync()).Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_redirect_is_not_followed()
    {
        _server.Answer = context =>
        {
            context.Response.Redirect("/elsewhere");
            return Task.CompletedTask;
        };
        Assert.Contains("status 302", (await FailAsync()).Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_packet_of_another_key_is_no_answer()
    {
        _server.Serve(Packet("192.0.2.1:7", SecretKey.Generate()));
        Assert.Equal(SignedPacketFailure.WrongSignature, await PacketFailureAsync());
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_forged_packet_is_no_answer()
    {
        var payload = Packet("192.0.2.1:7").Payload.ToArray();
        payload[^1] ^= 1;
        _server.Serve(StatusCodes.Status200OK, payload);
        Assert.Equal(SignedPacketFailure.WrongSignature, await PacketFailureAsync());
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_packet_that_is_too_long_is_not_read_to_its_end()
    {
        _server.Serve(StatusCodes.Status200OK, new byte[SignedPacket.MaxPayload + 1]);
        Assert.Equal(SignedPacketFailure.TooLong, await PacketFailureAsync());

        _server.Answer = async context =>
        {
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(new byte[SignedPacket.MaxPayload], context.RequestAborted);
            }
        };
        Assert.Equal(SignedPacketFailure.TooLong, await PacketFailureAsync());
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task Records_of_other_names_are_ignored()
    {
        var other = NodeRecords.Write(NodeAddress.Parse($"{SecretKey.Generate().NodeId}@192.0.2.1:7"));
        _server.Serve(SignedPacket.Sign(_key, Now, other));
        Assert.True((await FindAsync()).IsEmpty);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task Unknown_keys_hide_nothing()
    {
        var name = NodeRecords.NameOf(_key.NodeId);
        var records = new[] { "color=blue", "addr=192.0.2.1:7", "user-data=x" }.Select(text => new DnsTextRecord(name, DnsClass.Internet, 30, text));
        _server.Serve(SignedPacket.Sign(_key, Now, new DnsMessage { Flags = DnsFlags.Response, Answers = [.. records] }));
        Assert.Equal($"{_key.NodeId}@192.0.2.1:7", (await FindAsync()).ToString());
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_packet_from_the_future_is_refused()
    {
        _server.Serve(Packet("192.0.2.1:7", ahead: PkarrLookup.MaxAhead + TimeSpan.FromSeconds(1)));
        Assert.Contains("future", (await FailAsync()).Message, StringComparison.Ordinal);

        // It was not remembered: what is signed now is not taken for a replay.
        _server.Serve(Packet("192.0.2.1:8"));
        Assert.False((await FindAsync()).IsEmpty);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task Clocks_may_differ_a_little()
    {
        _server.Serve(Packet("192.0.2.1:7", ahead: PkarrLookup.MaxAhead));
        Assert.False((await FindAsync()).IsEmpty);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_packet_older_than_directories_keep_them_is_refused()
    {
        _server.Serve(Packet("192.0.2.1:7", ahead: -PkarrLookup.MaxAge));
        Assert.False((await FindAsync()).IsEmpty);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Contains("old packet", (await FailAsync()).Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task An_older_packet_does_not_come_back_after_a_newer_one()
    {
        var old = Packet("192.0.2.1:7");
        var newer = Packet("192.0.2.1:8", ahead: TimeSpan.FromSeconds(1));
        foreach (var packet in new[] { old, newer, newer })
        {
            _server.Serve(packet);
            Assert.False((await FindAsync()).IsEmpty);
        }

        _server.Serve(old);
        Assert.Contains("older than one it had before", (await FailAsync()).Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_directory_that_does_not_answer_is_given_up_in_time()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.Answer = context =>
        {
            asked.SetResult();
            return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        };
        var found = FindAsync();
        await asked.Task.WaitAsync(Token);
        _time.Advance(PkarrClient.AnswerLimit);
        Assert.Contains("did not answer", (await Assert.ThrowsAsync<IOException>(() => found)).Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_directory_that_cannot_be_reached_says_nothing_about_the_node()
    {
        // A socket that is bound and does not listen: nobody else gets the port meanwhile.
        using var closed = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        closed.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var lookup = new PkarrLookup(new Uri($"http://{closed.LocalEndPoint}/"), _client, _time);
        Assert.Contains("could not be reached", (await Assert.ThrowsAsync<IOException>(() => lookup.FindAsync(_key.NodeId, Token))).Message, StringComparison.Ordinal);
    }

    private ulong Now => Micros(TimeSpan.Zero);

    private SignedPacket Packet(string places, SecretKey? key = null, TimeSpan ahead = default)
    {
        key ??= _key;
        return SignedPacket.Sign(key, Micros(ahead), NodeRecords.Write(NodeAddress.Parse($"{key.NodeId}@{places}")));
    }

    private ulong Micros(TimeSpan ahead) => (ulong)((_time.GetUtcNow() + ahead - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);

    private Task<NodeAddress> FindAsync() => _lookup.FindAsync(_key.NodeId, Token);

    private Task<IOException> FailAsync() => Assert.ThrowsAsync<IOException>(FindAsync);

    private async Task<SignedPacketFailure> PacketFailureAsync() => Assert.IsType<SignedPacketException>((await FailAsync()).InnerException).Reason;
}
