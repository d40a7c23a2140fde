using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace SoundTime.Iroh.Dns;

/// <summary>One question to one resolver: over UDP, and over TCP where the answer does not fit (RFC 1035, section 4.2; RFC 5452).</summary>
internal static class DnsExchange
{
    /// <summary>Longest answer over UDP, in bytes; the query names no larger size.</summary>
    private const int MaxDatagram = 512;

    /// <summary>After so many datagrams that are no answer to our query, somebody is guessing: the port and the id are given up.</summary>
    private const int MaxStrayAnswers = 16;

    /// <summary>Asks from a port and with an id that are chosen at random. The socket is connected, so only the resolver's address is heard.</summary>
    /// <exception cref="IOException">No answer came, or none that answers the question.</exception>
    public static async Task<DnsMessage> AskAsync(IPEndPoint server, DnsQuestion question, CancellationToken cancellationToken)
    {
        Span<byte> id = stackalloc byte[sizeof(ushort)];
        RandomNumberGenerator.Fill(id);
        var query = new DnsMessage { Id = BinaryPrimitives.ReadUInt16BigEndian(id), Flags = DnsFlags.RecursionDesired, Questions = [question] };
        try
        {
            var answer = await AskOverUdpAsync(server, query, cancellationToken).ConfigureAwait(false);
            return answer.Flags.HasFlag(DnsFlags.Truncated) ? await AskOverTcpAsync(server, query, cancellationToken).ConfigureAwait(false) : answer;
        }
        catch (Exception exception) when (exception is SocketException or EndOfStreamException)
        {
            throw new IOException($"The DNS server {server} gave no answer: {exception.Message}", exception);
        }
    }

    private static async Task<DnsMessage> AskOverUdpAsync(IPEndPoint server, DnsMessage query, CancellationToken cancellationToken)
    {
        using var socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(server, cancellationToken).ConfigureAwait(false);
        await socket.SendAsync(query.ToArray(), cancellationToken).ConfigureAwait(false);
        var buffer = new byte[MaxDatagram];
        for (var stray = 0; stray < MaxStrayAnswers; stray++)
        {
            var length = await socket.ReceiveAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (TryReadAnswer(buffer.AsSpan(0, length), query) is { } answer)
            {
                return answer;
            }
        }

        throw new IOException($"The DNS server {server} sent {MaxStrayAnswers} datagrams that are no answer to the query.");
    }

    private static async Task<DnsMessage> AskOverTcpAsync(IPEndPoint server, DnsMessage query, CancellationToken cancellationToken)
    {
        using var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server, cancellationToken).ConfigureAwait(false);
        await using var stream = new NetworkStream(socket, ownsSocket: false);
        var message = new byte[sizeof(ushort) + query.Length];
        BinaryPrimitives.WriteUInt16BigEndian(message, (ushort)query.Length);
        query.TryWrite(message.AsSpan(sizeof(ushort)), out _);
        await stream.WriteAsync(message, cancellationToken).ConfigureAwait(false);

        var prefix = new byte[sizeof(ushort)];
        await stream.ReadExactlyAsync(prefix, cancellationToken).ConfigureAwait(false);
        var length = BinaryPrimitives.ReadUInt16BigEndian(prefix);
        if (length > DnsLimits.MaxMessage)
        {
            throw new IOException($"The DNS server {server} announced an answer of {length} bytes; at most {DnsLimits.MaxMessage} are read.");
        }

        var bytes = new byte[length];
        await stream.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
        return TryReadAnswer(bytes, query) ?? throw new IOException($"The DNS server {server} sent something that is no answer to the query.");
    }

    private static DnsMessage? TryReadAnswer(ReadOnlySpan<byte> bytes, DnsMessage query) =>
        DnsMessage.TryRead(bytes, out var message) && message.IsResponse && message.Id == query.Id && message.Questions is [var question] && question == query.Questions[0]
            ? message
            : null;
}
