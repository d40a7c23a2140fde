using System.Net;
using System.Net.Sockets;

namespace SoundTime.Bench;

/// <summary>Two UDP sockets on the loopback, with nothing between them.</summary>
internal sealed class UdpPair : IDatagramPair
{
    private readonly Socket _sender = Bind();
    private readonly Socket _receiver = Bind();
    private readonly byte[] _buffer = new byte[PairsRole.DatagramBytes];

    public UdpPair() => _sender.Connect(_receiver.LocalEndPoint!);

    public async ValueTask SendAsync(ReadOnlyMemory<byte> datagram, CancellationToken cancellationToken) => await _sender.SendAsync(datagram, cancellationToken);

    public async ValueTask<ReadOnlyMemory<byte>> ReceiveAsync(CancellationToken cancellationToken) => _buffer.AsMemory(0, await _receiver.ReceiveAsync(_buffer, cancellationToken));

    public ValueTask ShowLifeAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public void Dispose()
    {
        _sender.Dispose();
        _receiver.Dispose();
    }

    private static Socket Bind()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }
}
