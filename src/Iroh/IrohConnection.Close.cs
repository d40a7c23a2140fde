using System.Runtime.InteropServices;
using System.Text;
using SoundTime.Iroh.Native;
using SoundTime.Iroh.Quic;
using SoundTime.Wire;

namespace SoundTime.Iroh;

/// <summary>What the application asks for, and the end. Runs on the endpoint's thread.</summary>
public sealed unsafe partial class IrohConnection
{
    private const ulong CryptoErrorBase = 0x100;
    private const ulong AlertNoApplicationProtocol = 120;

    private readonly List<IrohStream> _requests = [];
    private readonly List<IrohStream> _touched = [];
    private Queue<TaskCompletionSource<IrohStream>>? _opens;
    private ConnectionClose? _closeRequest;
    private int _scheduled;

    /// <summary>Whether streams wait to be opened and the peer may allow them.</summary>
    internal bool HasPendingOpens { get; set; }

    internal bool TrySetScheduled() => Interlocked.Exchange(ref _scheduled, 1) == 0;

    internal void ClearScheduled() => Volatile.Write(ref _scheduled, 0);

    /// <summary>Does what the application asked for since the last time.</summary>
    internal void RunRequests()
    {
        if (!_isStarted && _closeRequest is null)
        {
            StartClient(_loop.Clock.Now());
        }

        TakeFound();
        lock (_gate)
        {
            _requests.AddRange(_touched);
            _touched.Clear();
        }

        foreach (var stream in _requests)
        {
            stream.RunRequests();
            QueueForSending(stream);
        }

        _requests.Clear();
        if (HasPendingOpens)
        {
            OpenStreams();
        }

        if (_closeRequest is { } request)
        {
            CloseNow(request.Code, request.Reason);
        }
    }

    /// <summary>Tells the peer, and ends the connection.</summary>
    internal void CloseNow(ulong code, string reason)
    {
        if (_native == 0)
        {
            FinishClosed(new ConnectionClose(CloseCause.ClosedLocally, code, reason), []);
            return;
        }

        var text = Cut(reason);
        CloseError error = default;
        fixed (byte* bytes = text)
        {
            Abi.SetApplicationError(&error, code, bytes, (nuint)text.Length);
            var packet = WriteClosePacket(&error, _loop.Clock.Now());
            FinishClosed(new ConnectionClose(CloseCause.ClosedLocally, code, reason), packet);
        }
    }

    private void OpenStreams()
    {
        lock (_gate)
        {
            HasPendingOpens = false;
            while (_native != 0 && _opens is not null && _opens.TryPeek(out var request))
            {
                if (request.Task.IsCompleted)
                {
                    _opens.Dequeue();
                    continue;
                }

                long id;
                if (Ngtcp2.OpenBidirectionalStream(_native, &id, 0) != 0)
                {
                    // The peer allows no more for now; ngtcp2 tells when it does.
                    return;
                }

                _opens.Dequeue();
                var stream = new IrohStream(this, id, _loop.Blocks);
                _streams.Add(id, stream);
                if (!request.TrySetResult(stream))
                {
                    stream.Dispose();
                }
            }
        }
    }

    /// <summary>Ends the connection because of an error that ngtcp2 or TLS found, and tells the peer which.</summary>
    private void CloseWithError(int result, ulong now)
    {
        if (CallbackError is { } exception)
        {
            EndpointLog.ConnectionFailed(_loop.Logger, exception, RemoteId.ShortText);
        }

        CloseError error = default;
        if (result == Abi.CryptoFailed)
        {
            Abi.SetTlsAlert(&error, Ngtcp2.GetTlsAlert(_native));
        }
        else
        {
            Abi.SetLibraryError(&error, result);
        }

        var packet = WriteClosePacket(&error, now);
        FinishClosed(new ConnectionClose(CloseCause.TransportError, error.Code, Ngtcp2.Describe(result)), packet);
    }

    private byte[] WriteClosePacket(CloseError* error, ulong now)
    {
        var batch = _loop.Batch;
        PacketInfo info;
        var written = Ngtcp2.WriteConnectionClose(_native, batch.PathOut, Ngtcp2.StructureVersion, &info, batch.Next, QuicLimits.MaxPayload, error, now);
        if (written <= 0)
        {
            return [];
        }

        var packet = new ReadOnlySpan<byte>(batch.Next, (int)written).ToArray();
        Emit(batch, packet.Length, info.Ecn);
        batch.Flush();
        return packet;
    }

    private ConnectionClose ReadPeerClose()
    {
        var error = Abi.GetCloseError(_native);
        var length = (int)Math.Min(error.ReasonLength, ConnectionClose.MaxReasonLength);
        var reason = error.Reason == null ? "" : Printable(Encoding.UTF8.GetString(error.Reason, length));
        return new ConnectionClose(error.Type == CloseError.TypeApplication ? CloseCause.ClosedByPeer : CloseCause.TransportError, error.Code, reason);
    }

    /// <summary>Frees the native halves and tells everybody who waits.</summary>
    private void FinishClosed(ConnectionClose close, byte[] closePacket)
    {
        if (_closed.Task.IsCompleted)
        {
            return;
        }

        ClosedConnection? remains = null;
        if (_native != 0)
        {
            var now = _loop.Clock.Now();
            remains = new ClosedConnection([.. _ids], RealPath(), closePacket, now + (3 * Ngtcp2.GetProbeTimeout(_native)));
            FreeNative();
        }

        if (!IsOutbound && !_isOffered)
        {
            _loop.HalfOpen--;
        }

        foreach (var token in _resetTokens)
        {
            _loop.Ids.RemoveResetToken(token);
        }

        _loop.Unregister(this, remains);
        TellEverybody(close);
        EndpointLog.Closed(_loop.Logger, (IsOutbound ? _expectedId : RemoteId).ShortText, close.ToString());
    }

    private void FreeNative()
    {
        Ngtcp2.Delete(_native);
        _native = 0;
        FreeTlsSession();
        NativeMemory.Free(_reference);
        _reference = null;
        if (_handle.IsAllocated)
        {
            _handle.Free();
        }
    }

    /// <summary>After the handshake QUIC has its keys, and updates them by itself (RFC 9001, section 6): TLS is a third of a connection's memory for nothing.</summary>
    private void FreeTlsSession()
    {
        if (_session != 0)
        {
            if (_native != 0)
            {
                Ngtcp2.SetTlsSession(_native, 0);
            }

            GnuTls.Deinit(_session);
            _session = 0;
        }
    }

    private void TellEverybody(ConnectionClose close)
    {
        foreach (var stream in _streams.Values)
        {
            stream.OnConnectionClosed(close);
        }

        _streams.Clear();
        _received.Clear();
        _sendQueue.Clear();
        lock (_gate)
        {
            _closed.TrySetResult(close);
            while (_opens is not null && _opens.TryDequeue(out var request))
            {
                request.TrySetException(new IrohConnectionException(close));
            }
        }

        _incoming.Writer.TryComplete();
        if (IsOutbound && !_isOffered)
        {
            _connected.TrySetException(WhyNotConnected(close));
        }
    }

    private IrohConnectException WhyNotConnected(ConnectionClose close)
    {
        var (reason, text) = close.Cause switch
        {
            _ when _isWrongIdentity => (ConnectFailure.WrongIdentity, "somebody answered who does not hold its key; check the address"),
            CloseCause.TimedOut => (ConnectFailure.TimedOut, "no address answered; check that it is on, and that UDP reaches it"),
            CloseCause.TransportError when close.Code == CryptoErrorBase + AlertNoApplicationProtocol => (ConnectFailure.NoCommonProtocol, "it does not speak our protocol"),
            CloseCause.TransportError when _clientPaths!.Current.Paths.Count == 0 => (ConnectFailure.NoAddress, close.Reason),
            CloseCause.ClosedLocally => (ConnectFailure.EndpointUnavailable, close.Reason.Length > 0 ? close.Reason : "this endpoint closed"),
            _ => (ConnectFailure.Refused, close.ToString()),
        };
        return new IrohConnectException(reason, _expectedId, $"Node {_expectedId.ShortText} could not be connected to: {text}", new IrohConnectionException(close));
    }

    private static byte[] Cut(string reason)
    {
        var bytes = Encoding.UTF8.GetBytes(reason);
        return bytes.Length <= ConnectionClose.MaxReasonLength ? bytes : bytes[..ConnectionClose.MaxReasonLength];
    }

    private static string Printable(string text) => new([.. text.Select(character => char.IsControl(character) ? ' ' : character)]);
}
