using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using SoundTime.Iroh.Native;
using SoundTime.Iroh.Relays;

namespace SoundTime.Iroh.Datagrams;

/// <summary>
/// A UDP socket of one address family. Sends many datagrams in one call (UDP_SEGMENT) and receives them coalesced and in batches
/// (UDP_GRO, recvmmsg) where the kernel can. Each datagram comes with the address it was sent to, and answers leave from that address.
/// </summary>
internal sealed unsafe partial class UdpTransport : IDatagramTransport
{
    /// <summary>Largest batch that UDP_SEGMENT takes: 64 segments, less than 64 KiB.</summary>
    public const int MaxBatchBytes = 60_000;

    /// <summary>Asked of the kernel for each direction, in bytes; it may grant less.</summary>
    private const int SocketBufferBytes = 7 << 20;

    private readonly Socket _socket;
    private readonly int _descriptor;
    private readonly bool _isIPv6;
    private readonly DatagramAddress _local;
    private readonly bool _isUnspecific;
    private readonly ReceiveBatch _batch;
    private readonly byte* _control;
    private bool _segmentation;

    private UdpTransport(Socket socket, bool segmentation)
    {
        _socket = socket;
        _segmentation = segmentation;
        _descriptor = (int)socket.SafeHandle.DangerousGetHandle();
        _isIPv6 = socket.AddressFamily == AddressFamily.InterNetworkV6;
        LocalEndPoint = (IPEndPoint)socket.LocalEndPoint!;

        // Without a scope: the kernel tells the address that a datagram was sent to without one, and the peer's address has it.
        _local = new DatagramAddress(new IPAddress(LocalEndPoint.Address.GetAddressBytes()), LocalEndPoint.Port);
        _isUnspecific = !_local.AddressBytes.ContainsAnyExcept((byte)0);
        _batch = new ReceiveBatch();
        _control = (byte*)NativeMemory.AllocZeroed(ControlBytes);
    }

    /// <inheritdoc/>
    public int ReadyDescriptor => _descriptor;

    /// <inheritdoc/>
    public IPEndPoint LocalEndPoint { get; }

    /// <summary>Opens a socket on this address; without offloads datagrams go in and out one by one.</summary>
    /// <exception cref="SocketException">The system refuses it.</exception>
    public static UdpTransport Bind(IPEndPoint endPoint, bool offloads = true)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            var isIPv6 = endPoint.AddressFamily == AddressFamily.InterNetworkV6;
            if (isIPv6)
            {
                socket.DualMode = false;
                SetOption(socket, Linux.LevelIPv6, Linux.IPv6ReceivePacketInfo, 1);
                SetOption(socket, Linux.LevelIPv6, Linux.IPv6ReceiveTrafficClass, 1);
                SetOption(socket, Linux.LevelIPv6, Linux.IPv6MtuDiscover, Linux.MtuDiscoverProbe);
            }
            else
            {
                SetOption(socket, Linux.LevelIp, Linux.IpPacketInfo, 1);
                SetOption(socket, Linux.LevelIp, Linux.IpReceiveTypeOfService, 1);

                // QUIC packets must not be fragmented (RFC 9000, section 14), and path MTU is probed by QUIC itself.
                SetOption(socket, Linux.LevelIp, Linux.IpMtuDiscover, Linux.MtuDiscoverProbe);
            }

            if (offloads)
            {
                TrySetOption(socket, Linux.LevelUdp, Linux.UdpReceiveOffload, 1);
            }

            socket.ReceiveBufferSize = SocketBufferBytes;
            socket.SendBufferSize = SocketBufferBytes;
            socket.Bind(endPoint);
            return new UdpTransport(socket, offloads);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public bool Reaches(in DatagramAddress remote) => remote.IsIPv6 == _isIPv6 && !RelayTransport.IsStandIn(remote);

    /// <inheritdoc/>
    public bool Carries(in DatagramPath path) =>
        path.Local.IsIPv6 == _isIPv6
        && path.Local.Port == _local.Port
        && !RelayTransport.IsStandIn(path.Local)
        && (_isUnspecific || path.Local.AddressBytes.SequenceEqual(_local.AddressBytes));

    /// <inheritdoc/>
    public DatagramPath PathTo(in DatagramAddress remote)
    {
        if (!_isUnspecific)
        {
            return new DatagramPath(_local, remote);
        }

        // A connected socket tells which of our addresses the route to the peer leaves from; nothing is sent for that.
        using var probe = new Socket(_socket.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            probe.Connect(remote.ToIPEndPoint());
            return new DatagramPath(_local.WithAddress(((IPEndPoint)probe.LocalEndPoint!).Address.GetAddressBytes()), remote);
        }
        catch (SocketException)
        {
            // No route now. The path stays unspecific; sending on it fails like a lost datagram.
            return new DatagramPath(_local, remote);
        }
    }

    /// <inheritdoc/>
    public bool Receive(IDatagramReceiver receiver)
    {
        int count;
        do
        {
            _batch.Prepare();
            count = Linux.ReceiveMessages(_descriptor, _batch.Messages, ReceiveBatch.Count, Linux.MessageDontWait, 0);
        }
        while (count < 0 && Marshal.GetLastPInvokeError() == Linux.ErrorInterrupted);

        // Errors reported here (ICMP unreachable and the like) are about single datagrams: as good as lost.
        for (var i = 0; i < count; i++)
        {
            Deliver(ref _batch.Messages[i], receiver);
        }

        return count == ReceiveBatch.Count;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _socket.Dispose();
        _batch.Dispose();
        NativeMemory.Free(_control);
    }

    private void Deliver(ref Linux.MultiMessageHeader message, IDatagramReceiver receiver)
    {
        var ancillary = Ancillary.Read(message.Header);
        var remote = new DatagramAddress(new ReadOnlySpan<byte>(message.Header.Name, (int)message.Header.NameLength));
        if (RelayTransport.IsStandIn(remote))
        {
            // Forged: those addresses mean relays here.
            return;
        }

        var local = _local;
        if (ancillary.DestinationLength > 0)
        {
            local = local.WithAddress(ancillary.Destination);
        }

        var path = new DatagramPath(local, remote);
        var bytes = new Span<byte>(message.Header.Vectors->Base, (int)message.Length);
        var segment = ancillary.SegmentSize > 0 ? ancillary.SegmentSize : bytes.Length;
        while (!bytes.IsEmpty)
        {
            var datagram = bytes[..Math.Min(segment, bytes.Length)];
            bytes = bytes[datagram.Length..];
            receiver.OnDatagram(path, datagram, ancillary.Ecn);
        }
    }

    private static void SetOption(Socket socket, int level, int name, int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        socket.SetRawSocketOption(level, name, bytes);
    }

    private static void TrySetOption(Socket socket, int level, int name, int value)
    {
        try
        {
            SetOption(socket, level, name, value);
        }
        catch (SocketException)
        {
            // A kernel before 5.0: datagrams come one by one.
        }
    }
}
