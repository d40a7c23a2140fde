using System.Net;
using System.Net.Sockets;
using SoundTime.Iroh.Dns;
using SoundTime.Iroh.Identity;
using SoundTime.Iroh.Lookup;
using SoundTime.Iroh.Tests.Support;
using SoundTime.Testing;
using SoundTime.Wire;

namespace SoundTime.Iroh.Tests.Lookup;

public sealed class DnsLookupTests : IAsyncDisposable
{
    private const string Text = "addr=192.0.2.1:7";
    private const string Wrong = "addr=192.0.2.66:66";

    private static readonly DnsName Origin = DnsName.Parse("dns.example");

    /// <summary>Between the beginnings of the attempts.</summary>
    private static readonly int[] Pauses = [200, 100, 300, 400, 1000, 1000];

    private readonly ManualTime _time = new();
    private readonly DnsServer _server = new();
    private readonly NodeId _node = SecretKey.Generate().NodeId;
    private readonly DnsName _name;
    private readonly DnsLookup _lookup;

    public DnsLookupTests()
    {
        _name = NodeRecords.NameOf(_node, Origin);
        _lookup = new DnsLookup(Origin, [_server.EndPoint], _time);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_node_is_where_its_records_say()
    {
        DnsQuestion? asked = null;
        _server.OnQuery = (query, _) => asked = query.Questions.Single();
        Answer(Record("relay=https://relay.example/"), Record("color=blue"), Record(Text));
        Assert.Equal($"{_node}@192.0.2.1:7,https://relay.example/", (await FindAsync()).ToString());
        Assert.Equal(new DnsQuestion(_name, DnsType.Txt), asked);
        Assert.Equal("DNS dns.example.", _lookup.Name);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task Aliases_are_followed_and_a_circle_of_them_ends()
    {
        var other = DnsName.Parse("nodes.example");
        var further = DnsName.Parse("more.example");
        Answer(Alias(other, further), Alias(_name, other), new DnsTextRecord(further, DnsClass.Internet, 30, Text));
        Assert.Equal($"{_node}@192.0.2.1:7", (await FindAsync()).ToString());

        Answer(Alias(other, _name), Alias(_name, other));
        Assert.True((await FindAsync()).IsEmpty);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_node_without_a_name_or_without_records_has_an_empty_address()
    {
        Answer();
        Assert.True((await FindAsync()).IsEmpty);
        _server.Answer = query => [(DnsServer.Reply(query) with { ResponseCode = DnsResponseCode.NameError }).ToArray()];
        Assert.True((await FindAsync()).IsEmpty);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task Records_of_another_name_are_ignored()
    {
        Answer(new DnsTextRecord(NodeRecords.NameOf(SecretKey.Generate().NodeId, Origin), DnsClass.Internet, 30, Text));
        Assert.True((await FindAsync()).IsEmpty);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_resolver_that_cannot_find_out_is_asked_again_and_then_says_nothing_about_the_node()
    {
        _server.Answer = query => [(DnsServer.Reply(query) with { ResponseCode = DnsResponseCode.ServerFailure }).ToArray()];
        await FailAsync();
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_server_that_neither_knows_nor_asks_others_says_nothing_about_the_node()
    {
        _server.Answer = query => [(DnsServer.Reply(query) with { Flags = DnsFlags.Response }).ToArray()];
        await FailAsync();
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task Whoever_guesses_is_not_heard_until_the_attempt_is_given_up()
    {
        _server.Answer = query => Enumerable.Range(1, 100).Select(offset => (Answered(query) with { Id = (ushort)(query.Id + offset) }).ToArray());
        await FailAsync();
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task What_is_no_answer_to_the_query_is_not_heard()
    {
        _server.Answer = query =>
        [
            [],
            new byte[5],
            query.ToArray(),
            (Answered(query, Wrong) with { Id = (ushort)~query.Id }).ToArray(),
            (Answered(query, Wrong) with { Questions = [] }).ToArray(),
            (Answered(query, Wrong) with { Questions = [new DnsQuestion(_name, DnsType.A)] }).ToArray(),
            (Answered(query, Wrong) with { Questions = [new DnsQuestion(Origin, DnsType.Txt)] }).ToArray(),
            Answered(query, Wrong).ToArray()[..^1],
            Loop(query),
            Answered(query).ToArray(),
        ];
        Assert.Equal($"{_node}@192.0.2.1:7", (await FindAsync()).ToString());
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task An_answer_from_elsewhere_is_not_heard()
    {
        using var forger = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        _server.OnQuery = (query, sender) => forger.SendTo(Answered(query, Wrong).ToArray(), sender);
        Answer(Record(Text));
        Assert.Equal($"{_node}@192.0.2.1:7", (await FindAsync()).ToString());
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task An_answer_that_does_not_fit_a_datagram_is_asked_for_over_tcp()
    {
        _server.Answer = Truncated;
        _server.TcpAnswer = query => DnsServer.WithLength(DnsServer.Reply(query, Enumerable.Range(1, 100).Select(port => Record($"addr=192.0.2.1:{port}"))).ToArray());
        var address = await FindAsync();
        Assert.Equal(Enumerable.Range(1, NodeAddress.MaxHosts), address.Hosts.Select(host => host.Port));
    }

    [Theory(Timeout = Waiting.TestLimit)]
    [InlineData(new byte[] { 0xFF, 0xFF }, "announced an answer of 65535 bytes")]
    [InlineData(new byte[] { 0, 12, 1 }, "gave no answer")]
    [InlineData(new byte[] { 0, 2, 1, 2 }, "no answer to the query")]
    public async Task A_bad_answer_over_tcp_says_nothing_about_the_node(byte[] bytes, string problem)
    {
        _server.Answer = Truncated;
        _server.TcpAnswer = _ => bytes;
        Assert.Contains(problem, (await FailAsync()).Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task The_next_resolver_is_asked_soon_where_one_is_silent()
    {
        await using var silent = new DnsServer();
        Answer(Record(Text));
        var found = new DnsLookup(Origin, [silent.EndPoint, _server.EndPoint], _time).FindAsync(_node, Token);
        await Waiting.UntilAsync(() => silent.Queries == 1, Token);
        Assert.Equal(0, _server.Queries);
        _time.Advance(TimeSpan.FromMilliseconds(200));
        Assert.Equal($"{_node}@192.0.2.1:7", (await found).ToString());
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_resolver_that_is_silent_is_given_up_in_time() =>
        Assert.Contains("did not answer within 3 seconds", (await FailAsync()).Message, StringComparison.Ordinal);

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task Queries_come_from_different_ports_with_different_ids()
    {
        var seen = new HashSet<(ushort, int)>();
        _server.OnQuery = (query, sender) => seen.Add((query.Id, ((IPEndPoint)sender).Port));
        Answer();
        for (var i = 0; i < 8; i++)
        {
            await FindAsync();
        }

        Assert.InRange(seen.Select(item => item.Item1).Distinct().Count(), 6, 8);
        Assert.InRange(seen.Select(item => item.Item2).Distinct().Count(), 2, 8);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task Whoever_asks_may_give_up()
    {
        using var cancel = new CancellationTokenSource();
        var found = _lookup.FindAsync(_node, cancel.Token);
        await Waiting.UntilAsync(() => _server.Queries == 1, Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => found);
    }

    [Fact]
    public void An_origin_that_leaves_no_room_for_nodes_is_refused() =>
        Assert.Throws<FormatException>(() => new DnsLookup(DnsName.Parse(string.Join('.', Enumerable.Repeat(new string('a', 63), 3)) + ".aaa")));

    /// <summary>Begins all attempts, each after the one before was answered, and ends those that were not.</summary>
    private async Task<IOException> FailAsync()
    {
        var found = FindAsync();
        for (var attempt = 0; attempt < Pauses.Length; attempt++)
        {
            await Waiting.UntilAsync(() => _server.Queries == attempt + 1, Token);
            Assert.False(found.IsCompleted);
            _time.Advance(TimeSpan.FromMilliseconds(Pauses[attempt]));
        }

        await Waiting.UntilAsync(() => _server.Queries == Pauses.Length + 1, Token);
        await Waiting.UntilAsync(() => found.IsCompleted || _time.HasTimerIn(TimeSpan.FromSeconds(3)), Token);
        if (_server.Answer(new DnsMessage { Questions = [new DnsQuestion(_name, DnsType.Txt)] }).FirstOrDefault() is null)
        {
            _time.Advance(TimeSpan.FromSeconds(3));
        }

        return await Assert.ThrowsAsync<IOException>(() => found);
    }

    private Task<NodeAddress> FindAsync() => _lookup.FindAsync(_node, Token);

    private void Answer(params DnsRecord[] records) => _server.Answer = query => [DnsServer.Reply(query, records).ToArray()];

    private DnsMessage Answered(DnsMessage query, string text = Text) => DnsServer.Reply(query, Record(text));

    private DnsTextRecord Record(string text) => new(_name, DnsClass.Internet, 30, text);

    private static DnsNameRecord Alias(DnsName name, DnsName target) => new(name, DnsType.Cname, DnsClass.Internet, 30, target);

    private static IEnumerable<byte[]> Truncated(DnsMessage query) =>
        [(DnsServer.Reply(query) with { Flags = DnsFlags.Response | DnsFlags.Truncated | DnsFlags.RecursionAvailable }).ToArray()];

    /// <summary>An answer whose record's name points to itself.</summary>
    private static byte[] Loop(DnsMessage query)
    {
        var bytes = DnsServer.Reply(query).ToArray();
        bytes[7] = 1;
        return [.. bytes, 0xC0, (byte)bytes.Length, 0, 16, 0, 1, 0, 0, 0, 30, 0, 1, 0];
    }
}
