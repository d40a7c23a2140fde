using SoundTime.Silo.Tests.Support;
using SoundTime.Wire;
using SoundTime.Wire.Messages;

namespace SoundTime.Silo.Tests.Peers;

/// <summary>The built program, killed while it fetches a track.</summary>
public sealed class KilledFetchTests : IDisposable
{
    private static readonly byte[] Bytes = Music.Bytes(2_000_000);
    private static readonly BlobHash Hash = Music.HashOf(Bytes);

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Data => Path.Combine(_folder.Path, "data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Nothing_half_written_is_served_after_a_kill_and_the_start_says_what_it_removed()
    {
        var isWhole = false;
        var forever = new TaskCompletionSource();
        await using var peer = new TestPeer(async (_, stream, message) =>
        {
            if (message is FetchTrack)
            {
                await stream.WriteAsync(TestPeer.Header((uint)Bytes.Length), Cancellation);
                await stream.WriteAsync(Bytes.AsMemory(0, isWhole ? Bytes.Length : Bytes.Length / 2), Cancellation);
                await (isWhole ? Task.CompletedTask : forever.Task);
            }
        });
        using (var node = await WholeNode.StartAsync(Data, "--seed", peer.Address.ToString()))
        {
            await using var connection = await peer.ConnectAsync(node.Address);
            await TestPeer.SendAsync(connection, new CatalogSync([Music.Announcement(Hash, Bytes.Length)]));
            var (id, _) = Assert.Single(await node.WaitForTracksAsync(1));
            await using var stream = await node.Http.GetStreamAsync($"/api/tracks/{id}/stream", Cancellation);
            await stream.ReadExactlyAsync(new byte[Bytes.Length / 2], Cancellation);
            Assert.Single(Incoming);

            await node.KillAsync();
        }

        forever.SetResult();
        isWhole = true;
        Assert.Single(Incoming);
        using var again = await WholeNode.StartAsync(Data, "--seed", peer.Address.ToString());
        Assert.Empty(Incoming);
        var (track, _) = Assert.Single(await again.WaitForTracksAsync(1));
        Assert.True((await again.PlayAsync(track)).AsSpan().SequenceEqual(Bytes));
        var (exitCode, _, error) = await again.StopAsync();
        Assert.Equal(0, exitCode);
        Assert.Contains("Removed what was not written to its end when this program was stopped last: 1 files", error, StringComparison.Ordinal);
    }

    private string[] Incoming => Directory.GetFiles(Path.Combine(Data, "p2p", "blobs", "incoming"));
}
