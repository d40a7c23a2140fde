using System.Text.Json;

namespace SoundTime.Interop.Tests.Support;

/// <summary>A stream as the iroh peer sees it.</summary>
internal sealed class PeerStream(PeerProcess process, JsonElement description)
{
    private readonly int _stream = description.GetProperty("stream").GetInt32();

    /// <summary>Writes random bytes, and answers their hash (SHA-256, hex).</summary>
    public async Task<string> WriteRandomAsync(int length, CancellationToken cancellationToken) =>
        (await process.RequestAsync("write", new { stream = _stream, length }, cancellationToken)).GetProperty("hash").GetString()!;

    public Task WriteAsync(string text, CancellationToken cancellationToken) =>
        process.RequestAsync("writeText", new { stream = _stream, text }, cancellationToken);

    /// <summary>Says that all was written.</summary>
    public Task FinishAsync(CancellationToken cancellationToken) => process.RequestAsync("finish", new { stream = _stream }, cancellationToken);

    /// <summary>Gives up sending.</summary>
    public Task ResetAsync(ulong code, CancellationToken cancellationToken) => process.RequestAsync("reset", new { stream = _stream, code }, cancellationToken);

    /// <summary>Wants to read no more.</summary>
    public Task StopAsync(ulong code, CancellationToken cancellationToken) => process.RequestAsync("stop", new { stream = _stream, code }, cancellationToken);

    /// <summary>Waits until the other side has all bytes and the end, or wants no more: then it answers the code.</summary>
    public async Task<ulong?> WaitUntilStoppedAsync(CancellationToken cancellationToken)
    {
        var code = (await process.RequestAsync("stopped", new { stream = _stream }, cancellationToken)).GetProperty("code");
        return code.ValueKind == JsonValueKind.Null ? null : code.GetUInt64();
    }

    /// <summary>Reads that many bytes of ASCII.</summary>
    public async Task<string> ReadAsync(int length, CancellationToken cancellationToken) =>
        (await process.RequestAsync("readText", new { stream = _stream, length }, cancellationToken)).GetProperty("text").GetString()!;

    /// <summary>Reads to the end, and answers the length and the hash (SHA-256, hex).</summary>
    public async Task<(long Length, string Hash)> ReadToEndAsync(CancellationToken cancellationToken)
    {
        var result = await process.RequestAsync("readToEnd", new { stream = _stream }, cancellationToken);
        return (result.GetProperty("length").GetInt64(), result.GetProperty("hash").GetString()!);
    }
}
