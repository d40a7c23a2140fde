using System.Security.Cryptography;

namespace SoundTime.Iroh.Tests;

public sealed class StreamTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 30_000)]
    public async Task An_echo_comes_back_whole()
    {
        await using var a = Endpoints.Bind();
        await using var b = Endpoints.Bind();
        var (dialled, accepted) = await Endpoints.ConnectAsync(a, b, Token);
        Assert.Equal(b.Id, dialled.RemoteId);
        Assert.Equal(a.Id, accepted.RemoteId);

        var data = RandomNumberGenerator.GetBytes(5_000_000);
        var echo = EchoAsync(accepted);
        await using var stream = await dialled.OpenStreamAsync(Token);
        var writing = WriteAsync(stream, data);
        using var result = new MemoryStream();
        await stream.CopyToAsync(result, Token);
        await writing;
        await echo;
        Assert.True(data.AsSpan().SequenceEqual(result.ToArray()));
    }

    private static async Task WriteAsync(IrohStream stream, byte[] data)
    {
        await stream.WriteAsync(data, Token);
        stream.CompleteWrites();
    }

    private static async Task EchoAsync(IrohConnection connection)
    {
        await using var stream = await connection.AcceptStreamAsync(Token);
        await stream.CopyToAsync(stream, Token);
        stream.CompleteWrites();
    }
}
