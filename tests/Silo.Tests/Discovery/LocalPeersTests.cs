using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;
using SoundTime.Grains.Embedded;
using SoundTime.Grains.Peers;
using SoundTime.Iroh;
using SoundTime.Iroh.LocalDiscovery;
using SoundTime.Silo.Discovery;
using SoundTime.Silo.Tests.Peers;
using SoundTime.Storage.Peers;
using SoundTime.Testing;
using SoundTime.Wire;

namespace SoundTime.Silo.Tests.Discovery;

public sealed class LocalPeersTests : IAsyncLifetime
{
    private static readonly NodeId First = NodeId.Parse(new string('a', 64));
    private static readonly NodeId Second = NodeId.Parse(new string('b', 64));

    private readonly Channel<LocalNode> _found = Channel.CreateUnbounded<LocalNode>();
    private readonly Channel<NodeId> _asked = Channel.CreateUnbounded<NodeId>();
    private readonly IPeerStore _peers = Substitute.For<IPeerStore>();
    private readonly IGrainFactory _grains = Substitute.For<IGrainFactory>();
    private readonly ManualTime _time = new();
    private readonly LocalPeers _localPeers;

    public LocalPeersTests()
    {
        _peers.FindAsync(Arg.Any<NodeId>(), Arg.Any<CancellationToken>()).Returns((PeerRecord?)null);
        _localPeers = new LocalPeers(_found.Reader, _peers, _grains, _time, NullLogger<LocalPeers>.Instance);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _localPeers.StartAsync(Cancellation);

    public async ValueTask DisposeAsync()
    {
        await _localPeers.StopAsync(CancellationToken.None);
        _localPeers.Dispose();
    }

    [Fact]
    public async Task A_node_that_is_heard_is_asked_and_introduced_by_nobody()
    {
        var grain = Answer(First, PeerReply.Done);

        Hear(First);

        Assert.Equal(First, await _asked.Reader.ReadAsync(Cancellation));
        await grain.DidNotReceiveWithAnyArgs().IntroduceAsync(default!, Cancellation);
    }

    [Fact]
    public async Task A_peer_that_is_online_is_not_asked_again()
    {
        Answer(First, PeerReply.Done);
        Answer(Second, PeerReply.Done);
        _peers.FindAsync(First, Arg.Any<CancellationToken>()).Returns(new PeerRecord { Id = First, AddedAt = default, IsOnline = true });

        Hear(First);
        Hear(Second);

        Assert.Equal(Second, await _asked.Reader.ReadAsync(Cancellation));
        Assert.False(_asked.Reader.TryRead(out _));
    }

    [Fact]
    public async Task A_node_that_did_not_answer_is_left_alone_for_a_while()
    {
        Answer(First, PeerReply.Unreachable);
        Answer(Second, PeerReply.Done);
        Hear(First);
        Assert.Equal(First, await _asked.Reader.ReadAsync(Cancellation));
        await Waiting.UntilAsync(() => _localPeers.IsSilent(First), Cancellation);

        Hear(First);
        Hear(Second);
        Assert.Equal(Second, await _asked.Reader.ReadAsync(Cancellation));

        _time.Advance(LocalPeers.SilentPause);
        Hear(First);
        Assert.Equal(First, await _asked.Reader.ReadAsync(Cancellation));
    }

    [Fact]
    public async Task Few_are_asked_at_once_however_many_are_heard()
    {
        var answer = new TaskCompletionSource<PingResult>();
        var nodes = Enumerable.Range(1, LocalPeers.MaxAtOnce + 3).Select(number => NodeId.Parse(number.ToString("x64", null))).ToList();
        foreach (var node in nodes)
        {
            Answer(node, answer.Task);
            Hear(node);
        }

        for (var i = 0; i < LocalPeers.MaxAtOnce; i++)
        {
            await _asked.Reader.ReadAsync(Cancellation);
        }

        Assert.False(_asked.Reader.TryRead(out _));
        answer.SetResult(new PingResult(PeerReply.Done, 0, null, null));
        for (var i = LocalPeers.MaxAtOnce; i < nodes.Count; i++)
        {
            await _asked.Reader.ReadAsync(Cancellation);
        }
    }

    private void Hear(NodeId node) => Assert.True(_found.Writer.TryWrite(new LocalNode(new NodeAddress(node), _time.GetUtcNow(), ["eth0"])));

    private IPeerGrain Answer(NodeId node, PeerReply reply) => Answer(node, Task.FromResult(new PingResult(reply, 0, null, null)));

    private IPeerGrain Answer(NodeId node, Task<PingResult> answer)
    {
        var grain = Substitute.For<IPeerGrain>();
        grain.PingAsync(Arg.Any<CancellationToken>()).Returns(_ =>
        {
            _asked.Writer.TryWrite(node);
            return answer;
        });
        _grains.GetGrain<IPeerGrain>(node.ToString()).Returns(grain);
        return grain;
    }
}
