using System.Buffers.Binary;
using SoundTime.Blake3;
using SoundTime.Iroh.Identity;
using SoundTime.Wire;

namespace SoundTime.Iroh.Relays;

/// <summary>
/// The relay protocol as client and server share it (iroh sheet, section 3): one binary WebSocket message is one frame, its type in the first byte.
/// </summary>
public static class RelayProtocol
{
    /// <summary>WebSocket subprotocol of version 1.</summary>
    public const string Version1 = "iroh-relay-v1";

    /// <summary>WebSocket subprotocol of version 2.</summary>
    public const string Version2 = "iroh-relay-v2";

    /// <summary>Path of the WebSocket.</summary>
    public const string Path = "/relay";

    /// <summary>Path that is asked to measure latency.</summary>
    public const string PingPath = "/ping";

    /// <summary>Longest frame, in bytes behind its type.</summary>
    public const int MaxBody = 65_536;

    /// <summary>Longest frame with its type.</summary>
    public const int MaxFrame = MaxBody + 1;

    /// <summary>Bytes of a challenge.</summary>
    public const int ChallengeSize = 16;

    /// <summary>Bytes of a ClientAuth frame.</summary>
    public const int ClientAuthSize = 1 + NodeId.Size + 1 + Signature.Size;

    /// <summary>Bytes of a Ping or Pong frame.</summary>
    public const int PingSize = 1 + 8;

    /// <summary>Bytes before the datagram in frames of types 4 and 6: type, id, ECN.</summary>
    public const int DatagramHeader = 1 + NodeId.Size + 1;

    /// <summary>Bytes before the datagrams in frames of types 5 and 7: also the length of each.</summary>
    public const int BatchHeader = DatagramHeader + sizeof(ushort);

    private const string ChallengeContext = "iroh-relay handshake v1 challenge signature";

    /// <summary>What a client signs to answer a challenge: 32 bytes.</summary>
    public static byte[] DeriveChallengeMessage(ReadOnlySpan<byte> challenge)
    {
        var message = new byte[Blake3Hasher.HashLength];
        Blake3Hasher.DeriveKey(ChallengeContext, challenge, message);
        return message;
    }

    /// <summary>The client's answer to a challenge: a whole ClientAuth frame.</summary>
    public static byte[] WriteClientAuth(SecretKey key, ReadOnlySpan<byte> challenge)
    {
        ArgumentNullException.ThrowIfNull(key);
        var frame = new byte[ClientAuthSize];
        frame[0] = (byte)RelayFrameType.ClientAuth;
        key.NodeId.CopyTo(frame.AsSpan(1));
        frame[1 + NodeId.Size] = Signature.Size;
        key.Sign(DeriveChallengeMessage(challenge)).CopyTo(frame, frame.Length - Signature.Size);
        return frame;
    }

    /// <summary>Reads a ClientAuth frame; false where it is none, or its signature does not answer the challenge.</summary>
    public static bool TryVerifyClientAuth(ReadOnlySpan<byte> frame, ReadOnlySpan<byte> challenge, out NodeId client)
    {
        var isWhole = frame.Length == ClientAuthSize && frame[0] == (byte)RelayFrameType.ClientAuth && frame[1 + NodeId.Size] == Signature.Size;
        client = isWhole ? new NodeId(frame.Slice(1, NodeId.Size)) : default;
        return isWhole && Signature.Verify(client, DeriveChallengeMessage(challenge), frame[^Signature.Size..]);
    }

    /// <summary>Writes the bytes before one datagram, or before a batch where <paramref name="segmentSize"/> is above 0; answers how many they are.</summary>
    /// <param name="frame">At least <see cref="BatchHeader"/> bytes.</param>
    /// <param name="type">Types 4 and 6 go without a segment size, 5 and 7 with one.</param>
    /// <param name="node">The receiver, from a client; the sender, from a relay.</param>
    /// <param name="segmentSize">Bytes of each datagram but the last; 0 for one alone.</param>
    public static int WriteDatagramHeader(Span<byte> frame, RelayFrameType type, NodeId node, ushort segmentSize = 0)
    {
        frame[0] = (byte)type;
        node.CopyTo(frame[1..]);
        frame[1 + NodeId.Size] = 0;
        if (segmentSize == 0)
        {
            return DatagramHeader;
        }

        BinaryPrimitives.WriteUInt16BigEndian(frame[DatagramHeader..], segmentSize);
        return BatchHeader;
    }

    /// <summary>
    /// Reads a frame of one of the types 4 to 7. A segment size of 0 means one datagram (section 3.2). False where it is shorter than its header, longer than
    /// <see cref="MaxFrame"/>, or holds no bytes.
    /// </summary>
    /// <param name="frame">The whole frame.</param>
    /// <param name="node">Receiver or sender.</param>
    /// <param name="segmentSize">Bytes of each datagram but the last.</param>
    /// <param name="contents">The datagrams, one behind the other.</param>
    public static bool TryReadDatagrams(Span<byte> frame, out NodeId node, out int segmentSize, out Span<byte> contents)
    {
        node = default;
        segmentSize = 0;
        contents = default;
        if (frame.IsEmpty || frame.Length > MaxFrame)
        {
            return false;
        }

        var isBatch = (RelayFrameType)frame[0] is RelayFrameType.ClientToRelayDatagramBatch or RelayFrameType.RelayToClientDatagramBatch;
        var header = isBatch ? BatchHeader : DatagramHeader;
        if (frame.Length <= header)
        {
            return false;
        }

        node = new NodeId(frame.Slice(1, NodeId.Size));
        contents = frame[header..];
        segmentSize = isBatch ? BinaryPrimitives.ReadUInt16BigEndian(frame[DatagramHeader..]) : 0;
        if (segmentSize == 0 || segmentSize > contents.Length)
        {
            segmentSize = contents.Length;
        }

        return true;
    }
}
