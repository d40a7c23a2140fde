using System.Text.Json;
using SoundTime.Wire;

namespace SoundTime.Interop.Tests.Support;

/// <summary>A connection as the iroh peer sees it.</summary>
internal sealed class PeerConnection(PeerProcess process, JsonElement description)
{
    private readonly int _connection = description.GetProperty("connection").GetInt32();

    /// <summary>The node that iroh says is at the other end.</summary>
    public NodeId RemoteId { get; } = NodeId.Parse(description.GetProperty("remoteId").GetString()!);

    public string Protocol { get; } = description.GetProperty("protocol").GetString()!;

    public async Task<PeerStream> OpenStreamAsync(CancellationToken cancellationToken) =>
        new(process, await process.RequestAsync("open", new { connection = _connection }, cancellationToken));

    public async Task<PeerStream> AcceptStreamAsync(CancellationToken cancellationToken) =>
        new(process, await process.RequestAsync("acceptStream", new { connection = _connection }, cancellationToken));

    /// <summary>Sends random bytes on a new stream, and answers the hashes (SHA-256) of what it sent and of what came back.</summary>
    public async Task<PeerExchange> ExchangeAsync(int length, CancellationToken cancellationToken)
    {
        var result = await process.RequestAsync("exchange", new { connection = _connection, length }, cancellationToken);
        return new PeerExchange(result.GetProperty("length").GetInt64(), result.GetProperty("sent").GetString()!, result.GetProperty("received").GetString()!);
    }

    /// <summary>Has the peer echo every stream of the connection from now on.</summary>
    public Task EchoAsync(CancellationToken cancellationToken) => process.RequestAsync("echo", new { connection = _connection }, cancellationToken);

    /// <summary>The path that it runs over, as our endpoint tells: an address, or the URL of a relay.</summary>
    public async Task<string> GetPathAsync(CancellationToken cancellationToken) =>
        (await process.RequestAsync("path", new { connection = _connection }, cancellationToken)).GetProperty("path").GetString()!;

    /// <summary>Sends a message as SoundTime's nodes do, and reads the answer to its end: JSON, or null for none.</summary>
    public async Task<JsonElement> AskAsync(object message, CancellationToken cancellationToken) =>
        (await process.RequestAsync("ask", new { connection = _connection, message }, cancellationToken)).GetProperty("answer");

    /// <summary>Fetches a track into a file; answers the length that was said and the one that came.</summary>
    public async Task<(long Declared, long Length)> FetchAsync(string hash, string path, CancellationToken cancellationToken)
    {
        var result = await process.RequestAsync("fetch", new { connection = _connection, hash, path }, cancellationToken);
        return (result.GetProperty("declared").GetInt64(), result.GetProperty("length").GetInt64());
    }

    /// <summary>Sends bytes that may be no message; answers how many bytes came back.</summary>
    public async Task<long> SendRawAsync(byte[] bytes, CancellationToken cancellationToken) =>
        (await process.RequestAsync("sendRaw", new { connection = _connection, hex = Convert.ToHexStringLower(bytes) }, cancellationToken))
            .GetProperty("length").GetInt64();

    /// <summary>Sends a filter of these terms, made by the peer; answers how many bytes came back when it was taken in.</summary>
    public async Task<long> SendFilterAsync(IEnumerable<string> terms, CancellationToken cancellationToken) =>
        (await process.RequestAsync("sendFilter", new { connection = _connection, terms }, cancellationToken)).GetProperty("length").GetInt64();

    public Task CloseAsync(ulong code, string reason, CancellationToken cancellationToken) =>
        process.RequestAsync("close", new { connection = _connection, code, reason }, cancellationToken);

    /// <summary>Waits for the end of the connection, and answers what iroh says of it.</summary>
    public async Task<string> WaitForCloseAsync(CancellationToken cancellationToken) =>
        (await process.RequestAsync("closed", new { connection = _connection }, cancellationToken)).GetProperty("reason").GetString()!;
}
