using SoundTime.Iroh.Datagrams;
using SoundTime.Iroh.Native;

namespace SoundTime.Iroh.Quic;

/// <summary>
/// What is left of a connection for about three probe timeouts (RFC 9000, section 10.2): its ids, so that late packets do not look like
/// strangers, and, when we closed it, the packet that says so.
/// </summary>
internal sealed class ClosedConnection(IReadOnlyList<ConnectionId> ids, DatagramPath path, byte[] closePacket, ulong until)
{
    private ulong _packets;

    public IReadOnlyList<ConnectionId> Ids { get; } = ids;

    public DatagramPath Path { get; } = path;

    /// <summary>Empty when the peer closed: then nothing is answered.</summary>
    public byte[] ClosePacket { get; } = closePacket;

    public ulong Until { get; } = until;

    /// <summary>Whether this late packet is answered: the first, second, fourth, eighth and so on are.</summary>
    public bool ShouldAnswer() => ClosePacket.Length > 0 && ulong.IsPow2(++_packets);
}
