using System.Buffers.Binary;
using System.Security.Cryptography;
using SoundTime.Iroh.Datagrams;
using SoundTime.Iroh.Native;
using SoundTime.Iroh.Stun;

namespace SoundTime.Iroh.Quic;

/// <summary>Where a datagram goes: to its connection, to a closed one, to a new one, or nowhere.</summary>
internal sealed unsafe partial class EndpointLoop
{
    private const byte LongHeader = 0x80;
    private const byte FixedBit = 0x40;
    private const int ResetTokenLength = 16;

    private readonly byte[] _answer = GC.AllocateUninitializedArray<byte>(QuicLimits.MaxPayload, pinned: true);
    private ConnectionId _lastId;
    private IrohConnection? _lastConnection;
    private ulong _resetWindowStart;
    private int _resetsInWindow;

    /// <inheritdoc/>
    public void OnDatagram(in DatagramPath path, Span<byte> datagram, byte ecn)
    {
        if (datagram.Length < QuicLimits.MinPacket)
        {
            return;
        }

        if (Prober is not null && StunMessage.IsStun(datagram))
        {
            Prober.OnDatagram(path.Remote, datagram);
        }
        else if ((datagram[0] & LongHeader) == 0)
        {
            OnShortHeader(path, datagram, ecn);
        }
        else
        {
            OnLongHeader(path, datagram, ecn);
        }
    }

    /// <summary>
    /// Whether a packet of no known connection is QUIC at all. Peers that we are connected with may clear the fixed bit (RFC 9287, which
    /// ngtcp2 always offers); strangers may not, and what they send without it starts no connection and gets no reset.
    /// </summary>
    private static bool HasFixedBit(ReadOnlySpan<byte> datagram) => (datagram[0] & FixedBit) != 0;

    private void OnShortHeader(in DatagramPath path, Span<byte> datagram, byte ecn)
    {
        var bytes = datagram.Slice(1, QuicLimits.ConnectionIdLength);
        if (_lastConnection is { IsOpen: true } && _lastId.Span.SequenceEqual(bytes))
        {
            Deliver(_lastConnection, path, datagram, ecn);
            return;
        }

        var id = new ConnectionId(bytes);
        if (Ids.TryGetLive(id, out var connection))
        {
            (_lastId, _lastConnection) = (id, connection);
            Deliver(connection, path, datagram, ecn);
        }
        else if (Ids.TryGetByResetToken(BinaryPrimitives.ReadUInt128BigEndian(datagram[^ResetTokenLength..]), out connection))
        {
            // A stateless reset carries a random id; its last 16 bytes say whose it is. On a path that the connection has left it answers a late packet
            // under an id that was given back with that path, and says nothing of the connection (RFC 9000, section 10.3.1).
            if (connection.IsOn(path))
            {
                Deliver(connection, path, datagram, ecn);
            }
        }
        else if (Ids.TryGetClosed(id, out var closed))
        {
            AnswerClosed(closed);
        }
        else if (HasFixedBit(datagram))
        {
            SendStatelessReset(path, id, datagram.Length);
        }
    }

    private void OnLongHeader(in DatagramPath path, Span<byte> datagram, byte ecn)
    {
        VersionAndIds ids;
        fixed (byte* data = datagram)
        {
            var result = Ngtcp2.DecodeVersionAndIds(&ids, data, (nuint)datagram.Length, QuicLimits.ConnectionIdLength);
            if (result == Abi.VersionNegotiationNeeded)
            {
                SendVersionNegotiation(path, ids, datagram.Length);
                return;
            }

            if (result != 0 || ids.DestinationLength > ConnectionId.MaxLength)
            {
                return;
            }

            var id = new ConnectionId(new ReadOnlySpan<byte>(ids.Destination, (int)ids.DestinationLength));
            if (Ids.TryGetLive(id, out var connection))
            {
                Deliver(connection, path, datagram, ecn);
            }
            else if (Ids.TryGetClosed(id, out var closed))
            {
                AnswerClosed(closed);
            }
            else if (datagram.Length >= QuicLimits.MinInitialPayload && HasFixedBit(datagram))
            {
                Accept(path, datagram, ecn);
            }
        }
    }

    private void Deliver(IrohConnection connection, in DatagramPath path, Span<byte> datagram, byte ecn)
    {
        try
        {
            connection.Receive(path, datagram, ecn, Clock.Now());
            MarkDirty(connection);
        }
        catch (Exception exception)
        {
            GiveUp(connection, exception);
        }
    }

    private void AnswerClosed(ClosedConnection closed)
    {
        if (closed.ShouldAnswer())
        {
            Send(closed.Path, closed.ClosePacket, closed.ClosePacket.Length, 0);
        }
    }

    private void SendVersionNegotiation(in DatagramPath path, in VersionAndIds ids, int received)
    {
        if (received < QuicLimits.MinInitialPayload)
        {
            return;
        }

        var version = Ngtcp2.ProtocolVersion1;
        fixed (byte* answer = _answer)
        {
            var length = Ngtcp2.WriteVersionNegotiation(answer, (nuint)_answer.Length, (byte)Random.Shared.Next(256), ids.Source, ids.SourceLength, ids.Destination, ids.DestinationLength, &version, 1);
            SendAnswer(path, length);
        }
    }

    /// <summary>Tells a peer of a connection that this process does not know, after a restart mostly, that it is gone (RFC 9000, section 10.3).</summary>
    private void SendStatelessReset(in DatagramPath path, ConnectionId id, int received)
    {
        // Smaller than what it answers, so that two nodes cannot bounce resets for ever; and so many a second, not more. At least five
        // random bytes and the token; more than 43 bytes hide no better what it is.
        const int Smallest = 5 + ResetTokenLength;
        const int Largest = 43;
        var size = Math.Min(received - 1, Largest);
        var now = Clock.Now();
        if (now - _resetWindowStart > 1_000_000_000)
        {
            (_resetWindowStart, _resetsInWindow) = (now, 0);
        }

        if (size < Smallest || _resetsInWindow++ >= QuicLimits.StatelessResetsPerSecond)
        {
            return;
        }

        var token = stackalloc byte[ResetTokenLength];
        var random = stackalloc byte[Largest];
        RandomNumberGenerator.Fill(new Span<byte>(random, Largest));
        fixed (byte* secret = ResetSecret)
        fixed (byte* answer = _answer)
        {
            _ = Ngtcp2.GenerateResetToken(token, secret, (nuint)ResetSecret.Length, &id);
            var length = Ngtcp2.WriteStatelessReset(answer, (nuint)size, token, random, (nuint)(size - ResetTokenLength));
            SendAnswer(path, length);
        }
    }

    private void SendAnswer(in DatagramPath path, nint length)
    {
        if (length > 0)
        {
            Send(path, _answer.AsSpan(0, (int)length), (int)length, 0);
        }
    }
}
