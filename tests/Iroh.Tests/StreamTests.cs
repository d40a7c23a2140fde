using System.Net;
using System.Security.Cryptography;
using SoundTime.Iroh.Datagrams;
using SoundTime.Iroh.Quic;
using SoundTime.Iroh.Tests.Support;
using SoundTime.Testing;

namespace SoundTime.Iroh.Tests;

public sealed class StreamTests : IAsyncLifetime
{
    private readonly IrohEndpoint _a = Endpoints.Bind();
    private readonly IrohEndpoint _b = Endpoints.Bind();
    private IrohConnection _dialled = null!;
    private IrohConnection _accepted = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => (_dialled, _accepted) = await Endpoints.ConnectAsync(_a, _b, Token);

    public async ValueTask DisposeAsync()
    {
        await _a.DisposeAsync();
        await _b.DisposeAsync();
    }

    [Theory(Timeout = Waiting.TestLimit)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1_200)]
    [InlineData(65_536)]
    [InlineData(20_000_000)]
    public async Task An_echo_comes_back_whole(int size)
    {
        var data = RandomNumberGenerator.GetBytes(size);
        var echo = EchoAsync(_accepted);
        await using var stream = await _dialled.OpenStreamAsync(Token);
        var writing = WriteAllAsync(stream, data);
        using var result = new MemoryStream();
        await stream.CopyToAsync(result, Token);
        await writing;
        await echo;
        Assert.True(data.AsSpan().SequenceEqual(result.ToArray()));
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_kernel_without_offloads_gets_and_gives_datagrams_one_by_one()
    {
        await using var plain = IrohEndpoint.Start(Endpoints.Options(), [UdpTransport.Bind(new IPEndPoint(IPAddress.Loopback, 0), offloads: false)]);
        var (toPlain, atPlain) = await Endpoints.ConnectAsync(_a, plain, Token);
        var data = RandomNumberGenerator.GetBytes(3_000_000);
        var echo = EchoAsync(atPlain);
        await using var stream = await toPlain.OpenStreamAsync(Token);
        var writing = WriteAllAsync(stream, data);
        using var result = new MemoryStream();
        await stream.CopyToAsync(result, Token);
        await writing;
        await echo;
        Assert.True(data.AsSpan().SequenceEqual(result.ToArray()));
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task The_side_that_accepted_opens_streams_as_well()
    {
        var echo = EchoAsync(_dialled);
        await using var stream = await _accepted.OpenStreamAsync(Token);
        await WriteAllAsync(stream, "hello"u8.ToArray());
        using var result = new MemoryStream();
        await stream.CopyToAsync(result, Token);
        await echo;
        Assert.Equal("hello"u8.ToArray(), result.ToArray());
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_thousand_streams_pass_through_the_hundred_that_are_allowed_at_once()
    {
        const int Count = 1000;
        var serving = Task.WhenAll(Enumerable.Range(0, Count).Select(_ => EchoAsync(_accepted)));
        await Parallel.ForEachAsync(Enumerable.Range(0, Count), new ParallelOptions { MaxDegreeOfParallelism = 300, CancellationToken = Token }, async (number, token) =>
        {
            await using var stream = await _dialled.OpenStreamAsync(token);
            await WriteAllAsync(stream, BitConverter.GetBytes(number));
            var answer = new byte[4];
            await stream.ReadExactlyAsync(answer, token);
            Assert.Equal(number, BitConverter.ToInt32(answer));
            Assert.Equal(0, await stream.ReadAsync(answer, token));
        });
        await serving;
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_reader_that_stops_holds_the_writer()
    {
        var (opened, accepted) = await Endpoints.OpenAsync(_dialled, _accepted, Token);
        const int Total = 16 << 20;
        long taken = 0;
        var writing = Task.Run(async () =>
        {
            var chunk = new byte[64 << 10];
            for (var sent = 0; sent < Total; sent += chunk.Length)
            {
                await opened.WriteAsync(chunk, Token);
                Interlocked.Add(ref taken, chunk.Length);
            }

            opened.CompleteWrites();
        }, Token);

        // Another stream works all the while, and when its echo is back the first has had every chance to move.
        var bound = (long)QuicLimits.StreamWindow + QuicLimits.SendBuffer + (128 << 10);
        for (var round = 0; round < 20; round++)
        {
            var echo = EchoAsync(_accepted);
            await using var other = await _dialled.OpenStreamAsync(Token);
            await WriteAllAsync(other, new byte[100_000]);
            await other.CopyToAsync(Stream.Null, Token);
            await echo;
        }

        Assert.InRange(Interlocked.Read(ref taken), 1, bound);
        Assert.False(writing.IsCompleted);

        using var result = new MemoryStream();
        await accepted.CopyToAsync(result, Token);
        await writing;
        Assert.Equal(Total, result.Length);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task Each_direction_ends_on_its_own()
    {
        var (opened, accepted) = await Endpoints.OpenAsync(_dialled, _accepted, Token);
        opened.CompleteWrites();
        Assert.Equal(0, await accepted.ReadAsync(new byte[10], Token));
        await accepted.WriteAsync("still here"u8.ToArray(), Token);
        accepted.CompleteWrites();
        using var result = new MemoryStream();
        await opened.CopyToAsync(result, Token);
        Assert.Equal("still here"u8.ToArray(), result.ToArray());
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_reset_reaches_the_reader_with_its_code()
    {
        var (opened, accepted) = await Endpoints.OpenAsync(_dialled, _accepted, Token);
        opened.AbortWrite(42);
        var exception = await Assert.ThrowsAsync<IrohStreamException>(() => accepted.ReadAsync(new byte[10], Token).AsTask());
        Assert.Equal((StreamFailure.ResetByPeer, 42UL), (exception.Reason, exception.Code));
        await Assert.ThrowsAsync<IrohStreamException>(() => opened.WriteAsync(new byte[1], Token).AsTask());
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_stop_reaches_the_writer()
    {
        var (opened, accepted) = await Endpoints.OpenAsync(_dialled, _accepted, Token);
        accepted.AbortRead(43);
        var exception = await Assert.ThrowsAsync<IrohStreamException>(async () =>
        {
            while (true)
            {
                await opened.WriteAsync(new byte[100_000], Token);
            }
        });
        Assert.Equal(StreamFailure.StoppedByPeer, exception.Reason);
        await Assert.ThrowsAsync<IrohStreamException>(() => accepted.ReadAsync(new byte[10], Token).AsTask());
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_stream_that_is_dropped_in_the_middle_is_not_taken_for_a_whole_one()
    {
        var (opened, accepted) = await Endpoints.OpenAsync(_dialled, _accepted, Token);
        await opened.WriteAsync(new byte[1000], Token);
        await opened.DisposeAsync();
        await Assert.ThrowsAsync<IrohStreamException>(async () =>
        {
            while (await accepted.ReadAsync(new byte[100], Token) > 0)
            {
            }
        });
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_write_that_is_cancelled_aborts_its_direction()
    {
        var (opened, accepted) = await Endpoints.OpenAsync(_dialled, _accepted, Token);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var writing = opened.WriteAsync(new byte[16 << 20], cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing);
        await Assert.ThrowsAsync<IrohStreamException>(() => accepted.CopyToAsync(Stream.Null, Token));
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_read_that_is_cancelled_loses_nothing()
    {
        var (opened, accepted) = await Endpoints.OpenAsync(_dialled, _accepted, Token);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var reading = accepted.ReadAsync(new byte[10], cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        await WriteAllAsync(opened, "after"u8.ToArray());
        using var result = new MemoryStream();
        await accepted.CopyToAsync(result, Token);
        Assert.Equal("after"u8.ToArray(), result.ToArray());
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task Unread_bytes_of_dropped_streams_do_not_use_up_the_connection()
    {
        // Each of them leaves up to a stream window unread: together far more than the connection's window.
        for (var round = 0; round < 40; round++)
        {
            var (opened, accepted) = await Endpoints.OpenAsync(_dialled, _accepted, Token);
            await opened.WriteAsync(new byte[900_000], Token);
            opened.CompleteWrites();
            await accepted.DisposeAsync();
            await opened.DisposeAsync();
        }

        var echo = EchoAsync(_accepted);
        await using var stream = await _dialled.OpenStreamAsync(Token);
        var writing = WriteAllAsync(stream, new byte[5_000_000]);
        using var result = new MemoryStream();
        await stream.CopyToAsync(result, Token);
        await writing;
        await echo;
        Assert.Equal(5_000_000, result.Length);
    }

    private static async Task WriteAllAsync(IrohStream stream, byte[] data)
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
