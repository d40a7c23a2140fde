using SoundTime.Iroh.Datagrams;
using SoundTime.Iroh.Native;
using SoundTime.Iroh.Quic;

namespace SoundTime.Iroh;

/// <summary>Packets in, and what they bring. Runs on the endpoint's thread.</summary>
public sealed unsafe partial class IrohConnection
{
    private readonly Dictionary<long, IrohStream> _streams = [];
    private readonly List<IrohStream> _received = [];
    private readonly HashSet<UInt128> _resetTokens = [];
    private bool _isWrongIdentity;
    private bool _isOffered;
    private bool _mustCloseFull;

    /// <summary>Takes one datagram.</summary>
    internal void Receive(in DatagramPath path, Span<byte> datagram, byte ecn, ulong now)
    {
        if (_native == 0)
        {
            return;
        }

        var seen = SeenAs(path);
        int result;
        var info = new PacketInfo { Ecn = ecn };
        var (localAddress, remoteAddress) = seen;
        fixed (byte* local = localAddress.Span)
        fixed (byte* remote = remoteAddress.Span)
        fixed (byte* data = datagram)
        {
            var native = new NativePath { Local = local, LocalLength = (uint)localAddress.Size, Remote = remote, RemoteLength = (uint)remoteAddress.Size };
            result = Ngtcp2.ReadPacket(_native, &native, Ngtcp2.StructureVersion, &info, data, (nuint)datagram.Length, now);
        }

        if (result != 0)
        {
            // Whoever sent this has answered, and is told what is wrong.
            _clientPaths?.TryChoose(path);
            OnReadFailed(result, now);
            return;
        }

        OnTaken(path);
        AnnounceProgress();
    }

    internal void OnStreamOpened(long id)
    {
        var stream = new IrohStream(this, id, _loop.Blocks);
        _streams.Add(id, stream);
        _incoming.Writer.TryWrite(stream);
    }

    internal void OnStreamData(long id, ReadOnlySpan<byte> data, bool isEnd)
    {
        if (_streams.TryGetValue(id, out var stream) && stream.OnData(data, isEnd))
        {
            _received.Add(stream);
        }
    }

    internal void OnStreamDataAcknowledged(long id, long count)
    {
        if (_streams.TryGetValue(id, out var stream))
        {
            stream.OnAcknowledged(count);
            QueueForSending(stream);
        }
    }

    internal void OnStreamReset(long id, ulong code)
    {
        if (_streams.TryGetValue(id, out var stream))
        {
            stream.OnReset(code);
        }
    }

    internal void OnStreamClosed(long id, ulong code)
    {
        if (_streams.Remove(id, out var stream))
        {
            if (code != 0)
            {
                stream.OnReset(code);
            }

            stream.FlushReceived();
            stream.OnClosed();
        }
    }

    /// <summary>Gives the peer room again: on the stream, if that still lives, and on the connection.</summary>
    internal void ExtendWindow(IrohStream? stream, long count)
    {
        if (_native == 0 || count <= 0)
        {
            return;
        }

        if (stream is not null)
        {
            _ = Ngtcp2.ExtendStreamWindow(_native, stream.Id, (ulong)count);
        }

        Ngtcp2.ExtendConnectionWindow(_native, (ulong)count);
    }

    /// <summary>A stream is done with on both sides: the peer may open another.</summary>
    internal void OnStreamReleased(IrohStream stream)
    {
        var isOurs = (stream.Id & 1) == (IsOutbound ? 0 : 1);
        if (_native != 0 && !isOurs)
        {
            Ngtcp2.ExtendStreamsBidirectional(_native, 1);
        }
    }

    /// <summary>Tells the rest of the program how far the handshake has come.</summary>
    private void AnnounceProgress()
    {
        if (IsOutbound && _isHandshakeConfirmed && !_isOffered)
        {
            _isOffered = true;
            PublishRoundTripTime();
            EndpointLog.Connected(_loop.Logger, RemoteId.ShortText, Path.ToString());
            _connected.TrySetResult(this);
        }
        else if (!IsOutbound && _isHandshakeCompleted && !_isOffered)
        {
            _isOffered = true;
            PublishRoundTripTime();
            _loop.HalfOpen--;
            EndpointLog.Connected(_loop.Logger, RemoteId.ShortText, Path.ToString());
            _mustCloseFull = !_loop.TryOffer(this);
        }
    }

    private void OnReadFailed(int result, ulong now)
    {
        if (result == Abi.Draining)
        {
            FinishClosed(WasReset ? new ConnectionClose(CloseCause.Reset, 0, "") : ReadPeerClose(), []);
        }
        else if (result == Abi.DropConnection || result == Abi.RetryNeeded)
        {
            FinishClosed(new ConnectionClose(CloseCause.TransportError, 0, "not a valid first packet"), []);
        }
        else
        {
            CloseWithError(result, now);
        }
    }
}
