using SoundTime.Iroh.Native;
using SoundTime.Iroh.Quic;

namespace SoundTime.Iroh;

/// <summary>Packets out. Runs on the endpoint's thread.</summary>
public sealed unsafe partial class IrohConnection
{
    /// <summary>Blocks that one packet may draw from.</summary>
    private const int Vectors = 4;

    /// <summary>Bytes that may leave in one go in any case: ten packets (RFC 9002, section 7.7).</summary>
    private const int MinBurst = 10 * QuicLimits.MaxPayload;

    /// <summary>How often streams that only wait are looked at, in nanoseconds.</summary>
    private const ulong ProbeInterval = 1_000_000_000;

    private readonly Queue<IrohStream> _sendQueue = new();
    private readonly List<IrohStream> _open = [];
    private readonly List<IrohStream> _blocked = [];
    private ulong _lastProbe;

    internal bool IsDirty { get; set; }

    /// <summary>When ngtcp2 wants to be called, in nanoseconds.</summary>
    internal ulong Due { get; set; }

    /// <summary>The connection's place in the timer queue.</summary>
    internal int TimerPlace { get; set; } = TimerQueue.Nowhere;

    /// <summary>Sends what may be sent now, and arms the timer for the next time.</summary>
    internal void Flush(ulong now)
    {
        if (_native == 0)
        {
            return;
        }

        foreach (var stream in _received)
        {
            stream.FlushReceived();
        }

        _received.Clear();
        if (_mustCloseFull)
        {
            CloseNow(0, "too many connections wait");
            return;
        }

        if (HasPendingOpens)
        {
            OpenStreams();
        }

        var result = TryMove(now);
        if (result == 0)
        {
            result = WritePackets(now);
        }

        EndRound();
        if (result == 0 && now - _lastProbe > ProbeInterval)
        {
            _lastProbe = now;
            PublishRoundTripTime();
            result = ProbeWaitingStreams(now);
        }

        if (result < 0)
        {
            CloseWithError(result, now);
            return;
        }

        if (_session != 0 && (IsOutbound ? _isHandshakeConfirmed : _isHandshakeCompleted))
        {
            FreeTlsSession();
        }

        // Pacing starts after the handshake: before, only a guess of the round-trip time is there, and it costs 20 ms.
        if (_isHandshakeCompleted)
        {
            Ngtcp2.UpdatePacketSendTime(_native, now);
        }

        FollowPath();
        _loop.Timers.Arm(this, Math.Min(Ngtcp2.GetExpiry(_native), _isHandshakeConfirmed ? NextMove : Ngtcp2.Never));
    }

    internal void OnTimer()
    {
        var now = _loop.Clock.Now();
        if (_native == 0 || Ngtcp2.GetExpiry(_native) > now)
        {
            return;
        }

        var result = Ngtcp2.HandleExpiry(_native, now);
        if (result == Abi.IdleClose || result == Abi.HandshakeTimedOut)
        {
            FinishClosed(new ConnectionClose(CloseCause.TimedOut, 0, ""), []);
        }
        else if (result != 0)
        {
            CloseWithError(result, now);
        }
    }

    private void QueueForSending(IrohStream stream)
    {
        if (!stream.IsQueued)
        {
            stream.IsQueued = true;
            _sendQueue.Enqueue(stream);
        }
    }

    /// <summary>Writes packets until the congestion window, the pacer or the streams give no more. Answers a negative number on failure.</summary>
    private int WritePackets(ulong now)
    {
        var batch = _loop.Batch;
        var quantum = (long)Math.Max(Ngtcp2.GetSendQuantum(_native), MinBurst);
        var vectors = stackalloc NativeVector[Vectors];
        PacketInfo info = default;
        while (true)
        {
            var stream = NextToSend();
            var count = 0;
            var reachesEnd = false;
            if (stream is not null)
            {
                count = stream.FillVectors(vectors, Vectors, out reachesEnd);
            }

            nint taken = -1;
            var flags = Ngtcp2.WriteFlagMore | (reachesEnd ? Ngtcp2.WriteFlagFin : 0);
            var written = Ngtcp2.WriteStream(_native, batch.PathOut, Ngtcp2.StructureVersion, &info, batch.Next, QuicLimits.MaxPayload, &taken, flags, stream?.Id ?? -1, vectors, (nuint)count, now);
            if (stream is not null)
            {
                if (taken >= 0)
                {
                    stream.OnSent(taken, reachesEnd);
                }

                SortIn(stream, (int)written);
            }

            if (written < 0)
            {
                if (written == Abi.WriteMore || written == Abi.StreamDataBlocked || written == Abi.StreamShutForWriting || written == Abi.StreamNotFound)
                {
                    continue;
                }

                batch.Flush();
                return (int)written;
            }

            if (written == 0)
            {
                break;
            }

            Emit(batch, (int)written, info.Ecn);
            quantum -= written;
            if (quantum <= 0)
            {
                // Others get their turn; the pacer says when this one goes on.
                _loop.MarkDirty(this);
                break;
            }
        }

        batch.Flush();
        return 0;
    }

    /// <summary>
    /// Finds out about a STOP_SENDING on streams that only wait for acknowledgements: ngtcp2 tells it when more is written, and after it lost
    /// data is not sent again, so that such a writer would wait for ever.
    /// </summary>
    private int ProbeWaitingStreams(ulong now)
    {
        foreach (var stream in _streams.Values)
        {
            if (!stream.IsOnlyWaiting)
            {
                continue;
            }

            PacketInfo info;
            nint taken;
            var written = Ngtcp2.WriteStream(_native, _loop.Batch.PathOut, Ngtcp2.StructureVersion, &info, _loop.Batch.Next, QuicLimits.MaxPayload, &taken, 0, stream.Id, null, 0, now);
            if (written > 0)
            {
                Emit(_loop.Batch, (int)written, info.Ecn);
            }
            else if (written == Abi.StreamShutForWriting || written == Abi.StreamNotFound)
            {
                stream.OnStopped();
            }
            else if (written < 0 && written != Abi.StreamDataBlocked)
            {
                return (int)written;
            }
        }

        _loop.Batch.Flush();
        return 0;
    }

    private IrohStream? NextToSend()
    {
        while (_sendQueue.TryDequeue(out var stream))
        {
            stream.IsQueued = false;
            if (stream.BeginSending())
            {
                _open.Add(stream);
            }

            if (stream.HasSomethingToSend)
            {
                return stream;
            }
        }

        return null;
    }

    /// <summary>Puts a stream back in its turn, or aside until the next round.</summary>
    private void SortIn(IrohStream stream, int result)
    {
        if (result == Abi.StreamDataBlocked || result == 0)
        {
            _blocked.Add(stream);
        }
        else if (result == Abi.StreamShutForWriting || result == Abi.StreamNotFound)
        {
            stream.OnStopped();
        }
        else if (stream.HasSomethingToSend)
        {
            QueueForSending(stream);
        }
    }

    private void EndRound()
    {
        foreach (var stream in _open)
        {
            stream.EndSending();
        }

        foreach (var stream in _blocked)
        {
            QueueForSending(stream);
        }

        _open.Clear();
        _blocked.Clear();
    }
}
