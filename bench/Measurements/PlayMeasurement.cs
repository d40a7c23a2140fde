using System.Net;
using SoundTime.Iroh;
using SoundTime.Iroh.Identity;
using SoundTime.Wire;

namespace SoundTime.Bench;

/// <summary>How long a listener waits for the first byte of a track that only a peer has, beside asking that peer directly.</summary>
internal sealed class PlayMeasurement : IMeasurement
{
    private const int Megabyte = 1_000_000;
    private const int TrackBytes = 50 * Megabyte;
    private const int LargeTrackBytes = 500 * Megabyte;

    /// <summary>Plays for each run: so many that there is something to see at 99 %.</summary>
    private const int PlaysOfRun = 34;

    private const int WarmUps = 5;

    public string Name => "play";

    public string Title => "A peer's track of 50 MB, played cold over HTTP";

    public async Task<Section> RunAsync(BenchContext context, CancellationToken cancellationToken)
    {
        var library = Directory.CreateDirectory(Path.Combine(context.Folder, "library")).FullName;
        await NoiseFile.WriteAsync(Path.Combine(library, "track.wav"), TrackBytes, cancellationToken);
        await NoiseFile.WriteAsync(Path.Combine(library, "large.wav"), LargeTrackBytes, cancellationToken);
        var data = Path.Combine(context.Folder, "listener");
        await using var peer = await NodeProgram.StartAsync(Path.Combine(context.Folder, "holder"), cancellationToken, "--library", library);
        await peer.WaitForTracksAsync(2, cancellationToken);
        await using var node = await NodeProgram.StartAsync(data, cancellationToken, "--seed", peer.Address);
        var tracks = await node.WaitForTracksAsync(2, cancellationToken);
        var track = tracks.MinBy(track => track.Length)!;
        var large = tracks.MaxBy(track => track.Length)!;
        await using var endpoint = Bind();
        await using var connection = await endpoint.ConnectAsync(NodeAddress.Parse(peer.Address), cancellationToken);

        var (direct, played) = (new List<PlayTime>(), new List<PlayTime>());
        for (var play = -WarmUps; play < PlaysOfRun * context.Runs; play++)
        {
            var fromPeer = await Playing.FromPeerAsync(connection, track, cancellationToken);
            Forget(data, track);
            var fromNode = await Playing.FromNodeAsync(node.Http, track, cancellationToken);
            if (play >= 0)
            {
                direct.Add(fromPeer);
                played.Add(fromNode);
            }
        }

        var peak = node.PeakResident;
        var largeDirect = await Playing.FromPeerAsync(connection, large, cancellationToken);
        var largePlayed = await Playing.FromNodeAsync(node.Http, large, cancellationToken);
        return new Section(
            Name,
            Title,
            "Two nodes and this process: the one holds the track in its library, the other has it announced; before each play its blob is removed there. \"Direct\" asks the holder with FetchTrack over an "
            + "iroh connection that stands, \"played\" asks the other node over HTTP, which asks the holder over one that stands; they take turns. From the request to the first byte, and to the last, "
            + "which the node gives out when the track is verified and on its disk.",
            "first byte at most 5 ms later than directly, at the median; memory that does not grow with the track",
            [
                new("track", "Track"), new("how", "How"), new("plays", "Plays", "F0"), new("firstMedian", "First byte, median ms", "F2"), new("first99", "First byte, 99 % ms", "F2"),
                new("lastMedian", "Last byte, median ms", "F0"), new("last99", "Last byte, 99 % ms", "F0"), new("peak", "Node's peak MB", "F0"),
            ],
            [
                ToRow("50 MB", "direct", direct, null), ToRow("50 MB", "played", played, peak),
                ToRow("500 MB", "direct", [largeDirect], null), ToRow("500 MB", "played", [largePlayed], node.PeakResident),
            ]);
    }

    private static IrohEndpoint Bind() => IrohEndpoint.Bind(new IrohEndpointOptions
    {
        SecretKey = SecretKey.Generate(),
        Protocol = ProtocolInfo.Alpn,
        BindTo = [new IPEndPoint(IPAddress.Loopback, 0)],
    });

    /// <summary>Removes what a node has fetched of a track: its folder is its index.</summary>
    private static void Forget(string data, PlayedTrack track)
    {
        foreach (var file in Directory.EnumerateFiles(data, track.Hash + "*", SearchOption.AllDirectories))
        {
            File.Delete(file);
        }
    }

    private static object?[] ToRow(string track, string how, List<PlayTime> times, long? peak) =>
    [
        track, how, times.Count, Samples.Median(times.Select(time => time.FirstByte)), Samples.Percentile(times.Select(time => time.FirstByte), 0.99),
        Samples.Median(times.Select(time => time.LastByte)), Samples.Percentile(times.Select(time => time.LastByte), 0.99), peak / (double)Megabyte,
    ];
}
