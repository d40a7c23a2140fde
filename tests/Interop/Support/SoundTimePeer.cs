using System.Text.Json;
using System.Text.Json.Nodes;
using SoundTime.Iroh;
using SoundTime.Wire;

namespace SoundTime.Interop.Tests.Support;

/// <summary>A SoundTime peer on real iroh: it answers as the protocol sheet says, and keeps account of what it was told and asked.</summary>
internal sealed class SoundTimePeer : IAsyncDisposable
{
    private readonly IrohPeer _iroh;
    private readonly RelayUrl? _relay;

    private SoundTimePeer(IrohPeer iroh, RelayUrl? relay) => (_iroh, _relay) = (iroh, relay);

    public NodeId Id => _iroh.Id;

    /// <summary>Starts it. One with a relay dials nodes there alone.</summary>
    public static async Task<SoundTimePeer> StartAsync(CancellationToken cancellationToken, RelayUrl? relay = null)
    {
        var iroh = await IrohPeer.StartAsync(cancellationToken, relay: relay);
        await iroh.RequestAsync("serve", [], cancellationToken);
        return new SoundTimePeer(iroh, relay);
    }

    public Task<PeerConnection> ConnectAsync(NodeProcess node, CancellationToken cancellationToken, string protocol = Node.Protocol) => _relay is null
        ? _iroh.ConnectAsync(node.Id, node.PeerEndPoints, cancellationToken, protocol)
        : _iroh.ConnectAsync(node.Id, _relay, cancellationToken, protocol);

    /// <summary>From now on sends this file to those who fetch the hash, whether it is the right one or not.</summary>
    public Task OfferAsync(string hash, string path, CancellationToken cancellationToken) =>
        _iroh.RequestAsync("offer", new JsonObject { ["hash"] = hash, ["path"] = path }, cancellationToken);

    /// <summary>From now on sends so many bytes of this file to those who fetch the hash, and then nothing more.</summary>
    public Task OfferAsync(string hash, string path, int until, CancellationToken cancellationToken) =>
        _iroh.RequestAsync("offer", new JsonObject { ["hash"] = hash, ["path"] = path, ["until"] = until }, cancellationToken);

    /// <summary>Ends it as a crash would.</summary>
    public Task KillAsync(CancellationToken cancellationToken) => _iroh.KillAsync(cancellationToken);

    /// <summary>From now on answers every search with these results.</summary>
    public Task AnswerAsync(IEnumerable<object> results, CancellationToken cancellationToken) => _iroh.RequestAsync(
        "answer", new JsonObject { ["results"] = new JsonArray([.. results.Select(result => JsonSerializer.SerializeToNode(result))]) }, cancellationToken);

    /// <summary>What the peer was searched for.</summary>
    public async Task<IReadOnlyList<string>> ListQueriesAsync(CancellationToken cancellationToken) =>
        [.. (await _iroh.RequestAsync("queries", [], cancellationToken)).GetProperty("queries").EnumerateArray().Select(query => query.GetString()!)];

    /// <summary>Waits until that many tracks were announced to the peer, and answers them all.</summary>
    public async Task<IReadOnlyList<JsonElement>> WaitForAnnouncementsAsync(int count, CancellationToken cancellationToken) =>
        [.. (await _iroh.RequestAsync("announced", new JsonObject { ["count"] = count }, cancellationToken)).GetProperty("tracks").EnumerateArray()];

    /// <summary>
    /// Waits until a node has sent the peer a filter that may hold all of <paramref name="terms"/>, by the peer's own hashing, and answers its size in bytes, its
    /// hash functions, and which of <paramref name="others"/> it may hold.
    /// </summary>
    public async Task<(int Bytes, int Hashes, string[] Held)> WaitForFilterAsync(
        NodeProcess node, IEnumerable<string> terms, IEnumerable<string> others, CancellationToken cancellationToken)
    {
        var filter = await _iroh.RequestAsync(
            "filter", new JsonObject { ["id"] = node.Id.ToString(), ["terms"] = ArrayOf(terms), ["others"] = ArrayOf(others) }, cancellationToken);
        return (
            filter.GetProperty("bytes").GetInt32(),
            filter.GetProperty("hashes").GetInt32(),
            [.. filter.GetProperty("held").EnumerateArray().Select(term => term.GetString()!)]);
    }

    /// <summary>How often a track was fetched from the peer.</summary>
    public async Task<int> CountFetchesAsync(string hash, CancellationToken cancellationToken) =>
        (await _iroh.RequestAsync("fetches", [], cancellationToken)).GetProperty("counts").TryGetProperty(hash, out var count) ? count.GetInt32() : 0;

    public ValueTask DisposeAsync() => _iroh.DisposeAsync();

    private static JsonArray ArrayOf(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);
}
