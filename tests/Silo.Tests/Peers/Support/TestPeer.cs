using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Threading.Channels;
using SoundTime.Iroh;
using SoundTime.Wire;
using SoundTime.Wire.Messages;

namespace SoundTime.Silo.Tests.Peers;

/// <summary>A peer that does what the test says, on an endpoint of its own.</summary>
internal sealed class TestPeer : IAsyncDisposable
{
    private readonly ConcurrentBag<Task> _serving = [];
    private readonly Func<TestPeer, IrohStream, Message, Task> _answer;
    private readonly Func<IrohConnection, Task> _accept;
    private readonly Task _accepting;

    /// <param name="answer">What it does with a message; it then ends its side, unless it was reset.</param>
    /// <param name="endpoint">Its endpoint, which it disposes; a new one if left out.</param>
    /// <param name="accept">What it does with a connection before it takes messages from it.</param>
    public TestPeer(
        Func<TestPeer, IrohStream, Message, Task>? answer = null, IrohEndpoint? endpoint = null, Func<IrohConnection, Task>? accept = null)
    {
        _accept = accept ?? (_ => Task.CompletedTask);
        _answer = answer ?? ((_, _, _) => Task.CompletedTask);
        Endpoint = endpoint ?? PeerNode.BindEndpoint();
        Pong = new Pong(Id.ToString(), 7, "0.1.0");
        _accepting = AcceptAsync();
    }

    public IrohEndpoint Endpoint { get; }

    /// <summary>Whether it handles the streams of a connection one after another, as Rust nodes do.</summary>
    public bool IsOneByOne { get; init; }

    /// <summary>What it answers to a Ping; null for nothing.</summary>
    public Pong? Pong { get; set; }

    public NodeId Id => Endpoint.Id;

    public NodeAddress Address => new(Endpoint.Id, Endpoint.LocalEndPoints[0]);

    /// <summary>The connections that were opened to it.</summary>
    public ConcurrentQueue<IrohConnection> Accepted { get; } = new();

    private readonly Channel<Message> _received = Channel.CreateUnbounded<Message>();

    /// <summary>The messages that have come and were not taken by <see cref="NextAsync"/>.</summary>
    public int Waiting => _received.Reader.Count;

    /// <summary>Takes the next message of a type, passing over others.</summary>
    public async Task<T> NextAsync<T>()
        where T : Message
    {
        while (true)
        {
            if (await _received.Reader.ReadAsync(Cancellation) is T message)
            {
                return message;
            }
        }
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A peer that sends these bytes to whoever asks for any track, behind this length.</summary>
    public static TestPeer Sending(byte[] bytes, int? length = null) => new(async (_, stream, message) =>
    {
        if (message is FetchTrack)
        {
            await stream.WriteAsync(Header((uint)(length ?? bytes.Length)), Cancellation);
            await stream.WriteAsync(bytes, Cancellation);
        }
    });

    public static byte[] Header(uint length)
    {
        var header = new byte[Frame.HeaderBytes];
        BinaryPrimitives.WriteUInt32BigEndian(header, length);
        return header;
    }

    public Task<IrohConnection> ConnectAsync(NodeAddress node) => Endpoint.ConnectAsync(node, Cancellation);

    /// <summary>Sends bytes on a stream of their own, ends it, and reads what is answered.</summary>
    public static async Task<byte[]> SendAsync(IrohConnection connection, ReadOnlyMemory<byte> bytes)
    {
        await using var stream = await connection.OpenStreamAsync(Cancellation);
        await stream.WriteAsync(bytes, Cancellation);
        stream.CompleteWrites();
        using var answer = new MemoryStream();
        await stream.CopyToAsync(answer, Cancellation);
        return answer.ToArray();
    }

    public static Task<byte[]> SendAsync(IrohConnection connection, Message message) => SendAsync(connection, Frame.Encode(message));

    /// <summary>Sends a request and reads the message that answers it.</summary>
    public static async Task<Message> AskAsync(IrohConnection connection, Message message)
    {
        var answer = await SendAsync(connection, message);
        Assert.Equal((uint)(answer.Length - Frame.HeaderBytes), Frame.ReadLength(answer));
        return MessageParser.Parse(answer.AsSpan(Frame.HeaderBytes));
    }

    public async ValueTask DisposeAsync()
    {
        await Endpoint.DisposeAsync();
        await _accepting;
        await Task.WhenAll(_serving);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var connection = await Endpoint.AcceptConnectionAsync();
                Accepted.Enqueue(connection);
                _serving.Add(ServeAsync(connection));
            }
        }
        catch (ObjectDisposedException)
        {
        }
    }

    private async Task ServeAsync(IrohConnection connection)
    {
        try
        {
            await Task.WhenAny(_accept(connection), connection.Closed);
            while (true)
            {
                var answering = AnswerAsync(await connection.AcceptStreamAsync());
                _serving.Add(answering);
                if (IsOneByOne)
                {
                    await answering;
                }
            }
        }
        catch (IrohConnectionException)
        {
        }
    }

    private async Task AnswerAsync(IrohStream stream)
    {
        try
        {
            await using (stream)
            {
                using var bytes = new MemoryStream();
                await stream.CopyToAsync(bytes);
                var message = MessageParser.Parse(bytes.ToArray().AsSpan(Frame.HeaderBytes));
                _received.Writer.TryWrite(message);
                if (message is Ping)
                {
                    await stream.WriteAsync(Pong is { } pong ? Frame.Encode(pong) : ReadOnlyMemory<byte>.Empty);
                }
                else
                {
                    await _answer(this, stream, message);
                }

                stream.CompleteWrites();
            }
        }
        catch (Exception exception) when (exception is IrohStreamException or IrohConnectionException or OperationCanceledException)
        {
        }
    }
}
