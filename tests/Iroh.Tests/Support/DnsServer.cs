using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using SoundTime.Iroh.Dns;

namespace SoundTime.Iroh.Tests.Support;

/// <summary>A DNS server on a loopback port, over UDP and TCP, that answers as the test says.</summary>
internal sealed class DnsServer : IAsyncDisposable
{
    private readonly Socket _udp;
    private readonly Socket _tcp;
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _loops;
    private int _queries;

    public DnsServer()
    {
        (_udp, _tcp) = Bind();
        _loops = Task.WhenAll(ServeUdpAsync(), ServeTcpAsync());
    }

    public IPEndPoint EndPoint => (IPEndPoint)_udp.LocalEndPoint!;

    /// <summary>Queries over UDP that were answered, or that were to stay without an answer.</summary>
    public int Queries => Volatile.Read(ref _queries);

    /// <summary>The datagrams that a query over UDP is answered with.</summary>
    public Func<DnsMessage, IEnumerable<byte[]>> Answer { get; set; } = _ => [];

    /// <summary>The bytes that a query over TCP is answered with, the length in front included.</summary>
    public Func<DnsMessage, byte[]> TcpAnswer { get; set; } = _ => [];

    /// <summary>Called with the sender of each query before it is answered.</summary>
    public Action<DnsMessage, EndPoint> OnQuery { get; set; } = (_, _) => { };

    /// <summary>A resolver's answer with these records.</summary>
    public static DnsMessage Reply(DnsMessage query, params IEnumerable<DnsRecord> records) => new()
    {
        Id = query.Id,
        Flags = DnsFlags.Response | DnsFlags.RecursionDesired | DnsFlags.RecursionAvailable,
        Questions = query.Questions,
        Answers = [.. records],
    };

    /// <summary>With its length in front, as it goes over TCP.</summary>
    public static byte[] WithLength(byte[] message)
    {
        var bytes = new byte[sizeof(ushort) + message.Length];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)message.Length);
        message.CopyTo(bytes, sizeof(ushort));
        return bytes;
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _loops.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _udp.Dispose();
        _tcp.Dispose();
        _closing.Dispose();
    }

    /// <summary>Both on one port, which the system chooses for the first of them: another one where the second cannot have it.</summary>
    private static (Socket Udp, Socket Tcp) Bind()
    {
        while (true)
        {
            var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            var tcp = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                udp.Bind(new IPEndPoint(IPAddress.Loopback, 0));
                tcp.Bind(udp.LocalEndPoint!);
                tcp.Listen();
                return (udp, tcp);
            }
            catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                udp.Dispose();
                tcp.Dispose();
            }
        }
    }

    private async Task ServeUdpAsync()
    {
        var buffer = new byte[DnsLimits.MaxMessage];
        while (true)
        {
            var received = await _udp.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0), _closing.Token);
            Assert.True(DnsMessage.TryRead(buffer.AsSpan(0, received.ReceivedBytes), out var query));
            OnQuery(query, received.RemoteEndPoint);
            foreach (var answer in Answer(query))
            {
                await _udp.SendToAsync(answer, received.RemoteEndPoint, _closing.Token);
            }

            Interlocked.Increment(ref _queries);
        }
    }

    private async Task ServeTcpAsync()
    {
        while (true)
        {
            using var client = await _tcp.AcceptAsync(_closing.Token);
            await using var stream = new NetworkStream(client);
            var length = new byte[sizeof(ushort)];
            await stream.ReadExactlyAsync(length, _closing.Token);
            var bytes = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
            await stream.ReadExactlyAsync(bytes, _closing.Token);
            Assert.True(DnsMessage.TryRead(bytes, out var query));
            await stream.WriteAsync(TcpAnswer(query), _closing.Token);
        }
    }
}
