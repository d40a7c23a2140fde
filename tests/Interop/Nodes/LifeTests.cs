using SoundTime.Interop.Tests.Support;

namespace SoundTime.Interop.Tests.Nodes;

public sealed class LifeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 180_000)]
    public async Task A_node_ends_when_asked_and_comes_back_as_the_same()
    {
        using var folder = new TemporaryFolder();
        await using var peer = await SoundTimePeer.StartAsync(Token);
        await using var node = await NodeProcess.StartAsync("node", folder.File("data"), Token, "--library", Music.WesnothFolder);
        var connection = await peer.ConnectAsync(node, Token);
        await connection.AskAsync("Ping", Token);

        Assert.Equal(0, await node.StopAsync(Token));

        // The peer is told, and does not wait for its idle time.
        Assert.StartsWith("closed by peer", await connection.WaitForCloseAsync(Token), StringComparison.Ordinal);
        await using var again = await NodeProcess.StartAsync("node again", folder.File("data"), Token);
        Assert.Equal(node.Id, again.Id);
        await (await peer.ConnectAsync(again, Token)).AskAsync("Ping", Token);
        Assert.Equal(0, await again.StopAsync(Token));
    }
}
