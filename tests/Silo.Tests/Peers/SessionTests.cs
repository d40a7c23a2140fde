using SoundTime.Iroh;
using SoundTime.Silo.Peers;
using SoundTime.Testing;

namespace SoundTime.Silo.Tests.Peers;

/// <summary>Who may have one more connection here.</summary>
public sealed class SessionTests : IAsyncDisposable
{
    private readonly IrohEndpoint _node = PeerNode.BindEndpoint();
    private readonly List<IrohEndpoint> _peers = [];
    private readonly ManualTime _time = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        foreach (var endpoint in _peers.Append(_node))
        {
            await endpoint.DisposeAsync();
        }
    }

    [Fact]
    public async Task Where_all_places_are_taken_the_connection_unused_for_longest_goes_whosever_it_is()
    {
        var sessions = new PeerSessions(_time) { MaxConnections = 3 };
        var admitted = new List<PeerSession>();
        for (var i = 0; i < 3; i++)
        {
            Assert.True(sessions.TryAdmit(await AcceptAsync(), out var session, out var none));
            Assert.Null(none);
            admitted.Add(session);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.True(sessions.TryAdmit(await AcceptAsync(), out _, out var replaced));

        Assert.Same(admitted[0], replaced);
        Assert.Equal(4, sessions.ListPeers().Count);
        sessions.Remove(admitted[0]);
        Assert.Equal(3, sessions.ListPeers().Count);
    }

    /// <summary>A connection that a new peer opened.</summary>
    private async Task<IrohConnection> AcceptAsync()
    {
        var peer = PeerNode.BindEndpoint();
        _peers.Add(peer);
        var accepting = _node.AcceptConnectionAsync(Cancellation).AsTask();
        await peer.ConnectAsync(new NodeAddress(_node.Id, _node.LocalEndPoints[0]), Cancellation);
        return await accepting;
    }
}
