using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using SoundTime.Iroh.Dns;
using SoundTime.Iroh.Identity;
using SoundTime.Wire;

namespace SoundTime.Iroh.Lookup;

/// <summary>
/// What a node says of itself in DNS records, signed with its key (pkarr; iroh sheet, section 5.1): 32 bytes of key, 64 of signature, 8 of time, and a DNS
/// message. Whoever passes it on can withhold it, but change nothing. An instance is always verified.
/// </summary>
public sealed class SignedPacket
{
    /// <summary>Longest DNS message, in bytes.</summary>
    public const int MaxMessage = 1000;

    /// <summary>Longest payload, in bytes: all but the key.</summary>
    public const int MaxPayload = Signature.Size + sizeof(ulong) + MaxMessage;

    /// <summary>Longest packet, in bytes.</summary>
    public const int MaxSize = NodeId.Size + MaxPayload;

    private const int PayloadHeader = Signature.Size + sizeof(ulong);

    private static readonly ulong LastTimestamp = (ulong)((DateTimeOffset.MaxValue - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);

    private readonly byte[] _packet;

    private SignedPacket(byte[] packet, DnsMessage records)
    {
        _packet = packet;
        Signer = new NodeId(packet.AsSpan(0, NodeId.Size));
        Timestamp = BinaryPrimitives.ReadUInt64BigEndian(packet.AsSpan(NodeId.Size + Signature.Size));
        Records = records;
    }

    /// <summary>The node whose key signed it.</summary>
    public NodeId Signer { get; }

    /// <summary>When it was signed, as the signer says: microseconds since 1970. Grows with each packet of a node.</summary>
    public ulong Timestamp { get; }

    /// <summary><see cref="Timestamp"/> as a time; the last time there is where the number is beyond it.</summary>
    public DateTimeOffset SignedAt => Timestamp < LastTimestamp
        ? DateTimeOffset.UnixEpoch.AddTicks((long)Timestamp * TimeSpan.TicksPerMicrosecond)
        : DateTimeOffset.MaxValue;

    /// <summary>The records; nothing says yet that they are of the signer's names.</summary>
    public DnsMessage Records { get; }

    /// <summary>The DNS message as it was signed.</summary>
    public ReadOnlyMemory<byte> Message => _packet.AsMemory(NodeId.Size + PayloadHeader);

    /// <summary>All but the key: what goes to and comes from address directories over HTTP.</summary>
    public ReadOnlyMemory<byte> Payload => _packet.AsMemory(NodeId.Size);

    /// <summary>The whole packet, the key in front.</summary>
    public ReadOnlyMemory<byte> Bytes => _packet;

    /// <summary>Signs records.</summary>
    /// <param name="key">The node's key.</param>
    /// <param name="timestamp">Microseconds since 1970; above that of each packet that the key signed before.</param>
    /// <param name="records">A response with answers alone, under the node's name; at most <see cref="MaxMessage"/> bytes.</param>
    /// <exception cref="ArgumentException">The records are too long.</exception>
    public static SignedPacket Sign(SecretKey key, ulong timestamp, DnsMessage records)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(records);
        var length = records.Length;
        if (length > MaxMessage)
        {
            throw new ArgumentException($"Records of {length} bytes are too long: a packet holds {MaxMessage}.", nameof(records));
        }

        var packet = new byte[NodeId.Size + PayloadHeader + length];
        key.NodeId.CopyTo(packet);
        var payload = packet.AsSpan(NodeId.Size);
        BinaryPrimitives.WriteUInt64BigEndian(payload[Signature.Size..], timestamp);
        records.TryWrite(payload[PayloadHeader..], out _);
        key.Sign(WriteSignable(timestamp, payload[PayloadHeader..])).CopyTo(payload);
        return new SignedPacket(packet, records);
    }

    /// <summary>Reads and verifies a packet that begins with its key.</summary>
    /// <exception cref="SignedPacketException">It is none.</exception>
    public static SignedPacket Read(ReadOnlySpan<byte> packet) => packet.Length < NodeId.Size
        ? throw TooShort(packet.Length)
        : ReadPayload(new NodeId(packet[..NodeId.Size]), packet[NodeId.Size..]);

    /// <summary>Reads and verifies a packet without its key, which is the id that it was asked for with.</summary>
    /// <exception cref="SignedPacketException">It is none of this node's.</exception>
    public static SignedPacket ReadPayload(NodeId signer, ReadOnlySpan<byte> payload)
    {
        if (payload.Length < PayloadHeader)
        {
            throw TooShort(payload.Length);
        }

        if (payload.Length > MaxPayload)
        {
            throw new SignedPacketException(
                SignedPacketFailure.TooLong, $"A signed packet holds at most {MaxMessage} bytes of records; this one has {payload.Length - PayloadHeader}.");
        }

        var timestamp = BinaryPrimitives.ReadUInt64BigEndian(payload[Signature.Size..]);
        var message = payload[PayloadHeader..];
        if (!Signature.Verify(signer, WriteSignable(timestamp, message), payload[..Signature.Size]))
        {
            throw new SignedPacketException(SignedPacketFailure.WrongSignature, $"The packet is not signed by node {signer.ShortText}, or was changed on its way.");
        }

        if (!DnsMessage.TryRead(message, out var records))
        {
            throw new SignedPacketException(SignedPacketFailure.MalformedRecords, $"Node {signer.ShortText} signed something that is no DNS message.");
        }

        var packet = new byte[NodeId.Size + payload.Length];
        signer.CopyTo(packet);
        payload.CopyTo(packet.AsSpan(NodeId.Size));
        return new SignedPacket(packet, records);
    }

    /// <summary>Whether this packet replaces another of the same node: it was signed later or, at the same time, has the larger bytes of records.</summary>
    public bool IsNewerThan(SignedPacket other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Timestamp != other.Timestamp ? Timestamp > other.Timestamp : Message.Span.SequenceCompareTo(other.Message.Span) > 0;
    }

    /// <summary>What is signed: the BEP 44 form of a mutable item without salt.</summary>
    private static byte[] WriteSignable(ulong timestamp, ReadOnlySpan<byte> message)
    {
        var prefix = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"3:seqi{timestamp}e1:v{message.Length}:"));
        return [.. prefix, .. message];
    }

    private static SignedPacketException TooShort(int length) =>
        new(SignedPacketFailure.TooShort, $"{length} bytes are fewer than a signed packet has before its records.");
}
