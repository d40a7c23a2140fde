using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using SoundTime.Iroh;
using SoundTime.Silo.Tests.Support;
using SoundTime.Wire;
using SoundTime.Wire.Messages;

namespace SoundTime.Silo.Tests.Peers;

public sealed class WholeNodeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_node_lists_and_plays_the_tracks_of_its_seed_with_ranges_byte_for_byte()
    {
        var files = WriteLibrary(count: 2, samples: 200_000);
        using var seed = await WholeNode.StartAsync(Data("a"), "--library", Library);
        await seed.WaitForTracksAsync(2);
        using var node = await WholeNode.StartAsync(Data("b"), "--seed", seed.Address.ToString());

        foreach (var (id, hash) in await node.WaitForTracksAsync(2))
        {
            var bytes = files[hash];
            foreach (var (from, to) in new[] { (100, bytes.Length - 1), (0, 0), (bytes.Length - 7, bytes.Length - 1), (1000, 70_000) })
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/tracks/{id}/stream");
                request.Headers.Range = new RangeHeaderValue(from, to);
                using var answer = await node.Http.SendAsync(request, Cancellation);
                Assert.Equal(HttpStatusCode.PartialContent, answer.StatusCode);
                Assert.True((await answer.Content.ReadAsByteArrayAsync(Cancellation)).AsSpan().SequenceEqual(bytes.AsSpan(from, to - from + 1)));
            }

            Assert.True((await node.PlayAsync(id)).AsSpan().SequenceEqual(bytes));
        }

        Assert.Equal((0, ""), Outcome(await seed.StopAsync()));
        Assert.Equal(0, (await node.StopAsync()).ExitCode);
    }

    [Fact]
    public async Task A_file_that_comes_into_the_library_is_announced_to_a_connected_node_at_once()
    {
        WriteLibrary(count: 1);
        using var seed = await WholeNode.StartAsync(Data("a"), "--library", Library);
        await seed.WaitForTracksAsync(1);
        using var node = await WholeNode.StartAsync(Data("b"), "--seed", seed.Address.ToString());
        await node.WaitForTracksAsync(1);

        var added = Music.Wave(seed: 77);
        await File.WriteAllBytesAsync(Path.Combine(Library, "added.wav"), added, Cancellation);

        Assert.Contains(await node.WaitForTracksAsync(2), track => track.Hash == Music.HashOf(added));
    }

    [Fact]
    public async Task Noise_at_the_port_does_not_disturb_a_fetch()
    {
        var bytes = Music.Bytes(20_000_000);
        await using var node = await PeerNode.StartAsync();
        await using var peer = new TestPeer();
        var track = await node.AddTrackAsync(bytes);
        await using var connection = await peer.ConnectAsync(node.Address);
        using var noise = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var random = new Random(4);

        var fetching = TestPeer.SendAsync(connection, new FetchTrack(track.Hash.ToString()));
        do
        {
            var datagram = new byte[random.Next(1, 1500)];
            random.NextBytes(datagram);
            await noise.SendAsync(datagram, node.Endpoint.LocalEndPoints[0], Cancellation);
        }
        while (!fetching.IsCompleted);

        Assert.True((await fetching).AsSpan(Frame.HeaderBytes).SequenceEqual(bytes));
        Assert.False(node.Endpoint.Ended.IsCompleted);
    }

    [Fact]
    public async Task A_udp_port_in_use_is_told_in_one_line()
    {
        using var node = await WholeNode.StartAsync(Data("a"));
        var port = node.Address.Hosts[0].Port;

        using var second = new RunningProgram(_folder.Path, "--data", Data("b"), "--port", "0", "--p2p-port", $"{port}", "--log", "warn");
        var (exitCode, output, error) = await second.EndAsync(RunningProgram.Patience, Cancellation);

        Assert.Equal((1, ""), (exitCode, output));
        Assert.Equal($"soundtime: UDP 0.0.0.0:{port} is in use by another process. End that, or choose another port.\n", error);
    }

    [Fact]
    public async Task A_node_killed_during_an_import_has_no_damaged_row_and_completes_it_the_next_time()
    {
        const int count = 20;
        var files = WriteLibrary(count);
        using (var killed = await WholeNode.StartAsync(Data("a"), "--library", Library))
        {
            await killed.WaitForTracksAsync(3);
            await killed.KillAsync();
        }

        using var node = await WholeNode.StartAsync(Data("a"), "--library", Library);

        var tracks = await node.WaitForTracksAsync(count);
        Assert.Equal(files.Keys.Order(), tracks.Select(track => track.Hash).Order());
        foreach (var (id, hash) in tracks)
        {
            Assert.True((await node.PlayAsync(id)).AsSpan().SequenceEqual(files[hash]));
        }
    }

    [Fact]
    public async Task A_node_killed_during_a_fetch_keeps_nothing_of_it_says_so_and_fetches_it_whole_the_next_time()
    {
        var bytes = Music.Bytes(3_000_000);
        var hash = Music.HashOf(bytes);
        var isFirst = true;
        var gate = new TaskCompletionSource();
        await using var peer = new TestPeer(async (_, stream, message) =>
        {
            if (message is FetchTrack)
            {
                await stream.WriteAsync(TestPeer.Header((uint)bytes.Length), Cancellation);
                await stream.WriteAsync(bytes.AsMemory(0, isFirst ? 1_000_000 : bytes.Length), Cancellation);
                if (isFirst)
                {
                    isFirst = false;
                    await gate.Task;
                }
            }
        });
        using (var killed = await WholeNode.StartAsync(Data("a")))
        {
            var track = await AnnounceAsync(peer, killed, hash, bytes.Length);
            using var answer = await killed.Http.GetAsync($"/api/tracks/{track}/stream", HttpCompletionOption.ResponseHeadersRead, Cancellation);
            await using var heard = await answer.Content.ReadAsStreamAsync(Cancellation);
            await heard.ReadExactlyAsync(new byte[500_000], Cancellation);
            Assert.NotEmpty(FilesOfBlobs());
            await killed.KillAsync();
            gate.SetResult();
        }

        using var node = await WholeNode.StartAsync(Data("a"));

        Assert.Empty(FilesOfBlobs());
        var again = await AnnounceAsync(peer, node, hash, bytes.Length);
        Assert.True((await node.PlayAsync(again)).AsSpan().SequenceEqual(bytes));
        Assert.Equal([hash.ToString(), $"{hash}.tree"], FilesOfBlobs().Select(Path.GetFileName).Order());
        Assert.Contains("Removed what was not written to its end when this program was stopped last: 1 files", (await node.StopAsync()).Error, StringComparison.Ordinal);
    }

    private string Library => Path.Combine(_folder.Path, "library");

    private string Data(string node) => Path.Combine(_folder.Path, node);

    private IEnumerable<string> FilesOfBlobs() => Directory.EnumerateFiles(Path.Combine(Data("a"), "p2p", "blobs"), "*", SearchOption.AllDirectories);

    private Dictionary<BlobHash, byte[]> WriteLibrary(int count, int samples = 8000)
    {
        Directory.CreateDirectory(Library);
        var files = new Dictionary<BlobHash, byte[]>();
        for (var i = 0; i < count; i++)
        {
            var bytes = Music.Wave(i, samples);
            File.WriteAllBytes(Path.Combine(Library, $"{i}.wav"), bytes);
            files.Add(Music.HashOf(bytes), bytes);
        }

        return files;
    }

    /// <summary>Tells a node that the peer has a track, and gives the node's id for it.</summary>
    private static async Task<Guid> AnnounceAsync(TestPeer peer, WholeNode node, BlobHash hash, long size)
    {
        var connection = await peer.ConnectAsync(node.Address);
        await TestPeer.SendAsync(connection, new CatalogSync([Music.Announcement(hash, size)]));
        return Assert.Single(await node.WaitForTracksAsync(1)).Id;
    }

    private static (int ExitCode, string Error) Outcome((int ExitCode, string Output, string Error) end) =>
        (end.ExitCode, string.Concat(end.Error.Split('\n').Where(line => line.Contains(" warn ", StringComparison.Ordinal) || line.Contains(" error ", StringComparison.Ordinal))));
}
