using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using SoundTime.Interop.Tests.Network;
using SoundTime.Iroh;
using SoundTime.Wire;

namespace SoundTime.Interop.Tests.Support;

/// <summary>
/// A real iroh peer that plays a Rust node as the protocol sheet describes it: one stream at a time, its whole catalogue after every Ping over a
/// connection that it opens, Pings whose answer it drops. What it was told survives a restart.
/// </summary>
internal sealed class RustNode : IAsyncDisposable
{
    private readonly string _journal;
    private readonly NetworkNamespace? _place;
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly List<JsonNode> _shared = [];
    private IrohPeer _iroh = null!;
    private int _port;

    private RustNode(string journal, NetworkNamespace? place) => (_journal, _place) = (journal, place);

    public NodeId Id => _iroh.Id;

    /// <summary>What is given to <c>--seed</c> of a node.</summary>
    public string SeedText => new NodeAddress(Id, new IPEndPoint(_place?.Address ?? IPAddress.Loopback, _port)).ToString();

    /// <summary>Starts it.</summary>
    /// <param name="journal">The file that keeps what it is told.</param>
    /// <param name="place">Where it runs; null for loopback.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<RustNode> StartAsync(string journal, NetworkNamespace? place, CancellationToken cancellationToken)
    {
        var node = new RustNode(journal, place);
        await node.StartAsync(isBlank: true, cancellationToken);
        return node;
    }

    /// <summary>Makes tracks part of its own catalogue.</summary>
    public async Task ShareAsync(IEnumerable<object> announcements, CancellationToken cancellationToken)
    {
        var tracks = announcements.Select(announcement => JsonSerializer.SerializeToNode(announcement)!).ToList();
        _shared.AddRange(tracks);
        await RequestAsync("share", new JsonObject { ["tracks"] = new JsonArray([.. tracks.Select(track => track.DeepClone())]) }, cancellationToken);
    }

    /// <summary>Where a node is: what an address lookup would tell it.</summary>
    public Task KnowAsync(NodeProcess node, CancellationToken cancellationToken) => RequestAsync(
        "know",
        new JsonObject { ["id"] = node.Id.ToString(), ["addresses"] = new JsonArray([.. node.PeerEndPoints.Select(address => JsonValue.Create(address.ToString()))]) },
        cancellationToken);

    /// <summary>Asks a node for its whole catalogue, as an admin's resync does.</summary>
    public Task RequestCatalogAsync(NodeProcess node, CancellationToken cancellationToken) => RequestAsync("requestCatalog", Of(node), cancellationToken);

    /// <summary>Pings a node and drops its answer.</summary>
    public Task PingOneWayAsync(NodeProcess node, CancellationToken cancellationToken) => RequestAsync("pingOneWay", Of(node), cancellationToken);

    /// <summary>Ends all its connections.</summary>
    public Task CutAsync(CancellationToken cancellationToken) => RequestAsync("cut", [], cancellationToken);

    /// <summary>What it was told: hash and title of every track, and who told it first.</summary>
    public async Task<IReadOnlyDictionary<string, (string Title, string From)>> DumpAsync(CancellationToken cancellationToken) =>
        (await RequestAsync("dump", [], cancellationToken)).GetProperty("tracks").EnumerateArray().ToDictionary(
            track => track.GetProperty("hash").GetString()!, track => (track.GetProperty("title").GetString()!, track.GetProperty("from").GetString()!));

    /// <summary>How many entries it was told in all, known ones too.</summary>
    public async Task<int> CountEntriesAsync(CancellationToken cancellationToken) =>
        (await RequestAsync("dump", [], cancellationToken)).GetProperty("entries").GetInt32();

    /// <summary>How often it has pushed its whole catalogue to a node.</summary>
    public async Task<int> CountPushesAsync(NodeProcess node, CancellationToken cancellationToken) =>
        (await RequestAsync("dump", [], cancellationToken)).GetProperty("pushes").TryGetProperty(node.Id.ToString(), out var count) ? count.GetInt32() : 0;

    /// <summary>Crashes it and starts it again with the same key, port and catalogue.</summary>
    /// <param name="isBlank">Whether it has forgotten what it was told.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task RestartAsync(bool isBlank, CancellationToken cancellationToken)
    {
        await _iroh.KillAsync(cancellationToken);
        await _iroh.DisposeAsync();
        await StartAsync(isBlank, cancellationToken);
        await RequestAsync("share", new JsonObject { ["tracks"] = new JsonArray([.. _shared.Select(track => track.DeepClone())]) }, cancellationToken);
    }

    public ValueTask DisposeAsync() => _iroh.DisposeAsync();

    private static JsonObject Of(NodeProcess node) => new() { ["id"] = node.Id.ToString() };

    private async Task StartAsync(bool isBlank, CancellationToken cancellationToken)
    {
        _iroh = await IrohPeer.StartAsync(cancellationToken, _key, _port, place: _place);
        _port = _iroh.EndPoints[0].Port;
        await RequestAsync("serveRust", new JsonObject { ["journal"] = _journal, ["blank"] = isBlank }, cancellationToken);
    }

    private Task<JsonElement> RequestAsync(string operation, JsonObject arguments, CancellationToken cancellationToken) =>
        _iroh.RequestAsync(operation, arguments, cancellationToken);
}
