using SoundTime.Grains.Peers;
using SoundTime.Grains.Tests.Support;

namespace SoundTime.Grains.Tests.Peers;

/// <summary>A test with a node of its own.</summary>
public abstract class PeerTests : IAsyncLifetime
{
    private protected static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private protected static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private protected static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private protected TestNode Node { get; private set; } = null!;

    private protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => Node = await TestNode.StartAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Node.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected static Task SeeAsync(TestPeer peer) => peer.Grain.SeenAsync("192.0.2.1:4433", Cancel);

    private protected PeerPositions PositionsOf(TestPeer peer) => Assert.IsType<PeerPositions>(Node.States.PositionsOf(peer));

    /// <summary>Our catalogue changes, and peers are told to look.</summary>
    private protected async Task ImportAsync(int count, params TestPeer[] peers)
    {
        Node.LastChange += count;
        foreach (var peer in peers)
        {
            await peer.Grain.CatchUpAsync(Cancel);
        }

        await Node.AdvanceAsync(TimeSpan.Zero);
    }
}
