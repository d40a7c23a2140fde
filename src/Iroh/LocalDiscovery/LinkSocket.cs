using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace SoundTime.Iroh.LocalDiscovery;

/// <summary>
/// The multicast group of one family on one interface: what is sent leaves there, and what is heard came from there. It is bound to the group's address, so
/// that messages to this host alone stay with the host's own responder (avahi), with which it shares the port.
/// </summary>
internal sealed class LinkSocket : IDisposable
{
    /// <summary>The port of mDNS (RFC 6762).</summary>
    public const int Port = 5353;

    private const int LevelSocket = 1;
    private const int ReuseAddress = 2;
    private const int ReusePort = 15;
    private const int LevelIp = 0;
    private const int IpMulticastAll = 49;
    private const int LevelIPv6 = 41;
    private const int IPv6MulticastAll = 29;

    /// <summary>As other nodes send over IPv4 (iroh sheet, section 6).</summary>
    private const int TimeToLive = 16;

    private static readonly IPAddress GroupIPv4 = IPAddress.Parse("224.0.0.251");
    private static readonly IPAddress GroupIPv6 = IPAddress.Parse("ff02::fb");

    private readonly Socket _socket;
    private readonly IPEndPoint _group;

    private LinkSocket(Socket socket, IPEndPoint group) => (_socket, _group) = (socket, group);

    /// <summary>The group of a family.</summary>
    public static IPAddress Group(AddressFamily family) => family == AddressFamily.InterNetwork ? GroupIPv4 : GroupIPv6;

    /// <summary>Joins the group.</summary>
    /// <exception cref="SocketException">The system refuses it.</exception>
    public static LinkSocket Join(NetworkLink link, AddressFamily family)
    {
        var socket = new Socket(family, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            SetOption(socket, LevelSocket, ReuseAddress, 1);
            SetOption(socket, LevelSocket, ReusePort, 1);
            return new LinkSocket(socket, family == AddressFamily.InterNetwork ? JoinIPv4(socket, link) : JoinIPv6(socket, link));
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Says something to all who listen.</summary>
    /// <exception cref="SocketException">The interface does not take it now.</exception>
    public void Send(ReadOnlySpan<byte> message) => _socket.SendTo(message, SocketFlags.None, _group);

    /// <summary>Waits for something to be said. What is longer than the buffer is cut off.</summary>
    /// <exception cref="SocketException">The interface is gone.</exception>
    public async ValueTask<(int Length, IPAddress Sender)> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var received = await _socket.ReceiveFromAsync(buffer, SocketFlags.None, _group, cancellationToken).ConfigureAwait(false);
        return (received.ReceivedBytes, ((IPEndPoint)received.RemoteEndPoint).Address);
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private static IPEndPoint JoinIPv4(Socket socket, NetworkLink link)
    {
        var group = new IPEndPoint(GroupIPv4, Port);
        socket.Bind(group);

        // Without this the socket hears what any program of this host joined on any interface.
        SetOption(socket, LevelIp, IpMulticastAll, 0);
        socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.AddMembership, new MulticastOption(GroupIPv4, link.Index));
        socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastInterface, IPAddress.HostToNetworkOrder(link.Index));
        socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastLoopback, 1);
        socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastTimeToLive, TimeToLive);
        return group;
    }

    private static IPEndPoint JoinIPv6(Socket socket, NetworkLink link)
    {
        // An address of a link with its scope binds the socket to that interface.
        var group = new IPEndPoint(new IPAddress(GroupIPv6.GetAddressBytes(), link.Index), Port);
        socket.DualMode = false;
        socket.Bind(group);
        SetOption(socket, LevelIPv6, IPv6MulticastAll, 0);
        socket.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.AddMembership, new IPv6MulticastOption(GroupIPv6, link.Index));
        socket.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.MulticastInterface, link.Index);
        socket.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.MulticastLoopback, 1);
        return group;
    }

    private static void SetOption(Socket socket, int level, int name, int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        socket.SetRawSocketOption(level, name, bytes);
    }
}
