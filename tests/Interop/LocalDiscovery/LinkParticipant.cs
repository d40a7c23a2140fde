using System.Net;
using System.Net.Sockets;
using SoundTime.Interop.Tests.Network;

namespace SoundTime.Interop.Tests.LocalDiscovery;

/// <summary>The test on a link, hearing and saying what it likes, over IPv4.</summary>
internal sealed class LinkParticipant : IDisposable
{
    private static readonly IPEndPoint Group = IPEndPoint.Parse("224.0.0.251:5353");

    private readonly Socket _socket;

    public LinkParticipant(NetworkNamespace place) => _socket = place.Open(() =>
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, 1);
        socket.Bind(new IPEndPoint(IPAddress.Any, Group.Port));
        socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.AddMembership, new MulticastOption(Group.Address, place.Address));
        socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastInterface, place.Address.GetAddressBytes());
        return socket;
    });

    public void Say(byte[] message) => _socket.SendTo(message, Group);

    /// <summary>Waits for a message that meets a condition.</summary>
    public async Task<byte[]> HearAsync(NetworkNamespace from, Func<byte[], bool> condition, CancellationToken cancellationToken)
    {
        var buffer = new byte[9000];
        while (true)
        {
            var received = await _socket.ReceiveFromAsync(buffer, Group, cancellationToken);
            var message = buffer[..received.ReceivedBytes];
            if (((IPEndPoint)received.RemoteEndPoint).Address.Equals(from.Address) && condition(message))
            {
                return message;
            }
        }
    }

    /// <summary>Waits for an answer to a question of the service.</summary>
    public Task<byte[]> HearAnswerAsync(NetworkNamespace from, CancellationToken cancellationToken) =>
        HearAsync(from, message => message.Length > 12 && message[2] == 0x84, cancellationToken);

    /// <summary>Waits for a question of the service.</summary>
    public Task<byte[]> HearQuestionAsync(NetworkNamespace from, CancellationToken cancellationToken) =>
        HearAsync(from, message => message.Length > 12 && message[2] == 0, cancellationToken);

    public void Dispose() => _socket.Dispose();
}
