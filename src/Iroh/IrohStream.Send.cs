using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SoundTime.Iroh.Native;

namespace SoundTime.Iroh;

/// <summary>
/// From the writer to the network, and the stream's end. Runs on the endpoint's thread, but for <see cref="FailWrites"/>. The send pipe
/// holds what is unsent and what is sent but not acknowledged; its blocks are pinned, because ngtcp2 sends lost data again from there.
/// </summary>
public sealed partial class IrohStream
{
    private Exception? _writeError;
    private long _abortWriteCode = NoCode;
    private bool _writeAborted;
    private bool _isClosed;
    private bool _readerReleased;
    private bool _isReleased;

    private ReadOnlySequence<byte> _buffer;
    private ReadOnlySequence<byte> _unsent;
    private bool _isSending;
    private bool _isEndKnown;
    private bool _isEndSent;
    private long _inFlight;
    private long _acknowledged;
    private long _inFlightBefore;
    private int _touched;

    /// <summary>Whether the stream waits for its turn to send.</summary>
    internal bool IsQueued { get; set; }

    /// <summary>Whether there is something to send now. Valid between <see cref="BeginSending"/> and <see cref="EndSending"/>.</summary>
    internal bool HasSomethingToSend => !_unsent.IsEmpty || (_isEndKnown && !_isEndSent && _isSending);

    /// <summary>Whether all that was written is under way and nothing was acknowledged since this was last asked.</summary>
    internal bool IsOnlyWaiting
    {
        get
        {
            var isWaiting = _inFlight > 0 && _inFlight == _inFlightBefore && !IsQueued && !_isEndSent && _writeError is null && !_writeAborted;
            _inFlightBefore = _inFlight;
            return isWaiting;
        }
    }

    /// <summary>Whether this call is the one that puts the stream on the list of those to look after. From any thread.</summary>
    internal bool TrySetTouched() => Interlocked.Exchange(ref _touched, 1) == 0;

    /// <summary>Does what the application asked for since the last time.</summary>
    internal void RunRequests()
    {
        Volatile.Write(ref _touched, 0);
        RunReadRequests();

        var code = Interlocked.Read(ref _abortWriteCode);
        if (code != NoCode && !_writeAborted)
        {
            _writeAborted = true;
            if (!_isEndSent && !_isClosed)
            {
                _connection.Abi.ShutdownStreamWrite(_connection.Native, Id, (ulong)code);
            }
        }

        TryRelease();
    }

    /// <summary>Opens the pipe for a round of sending. Answers whether it was closed before.</summary>
    internal bool BeginSending()
    {
        if (_isSending || _isClosed || !_send.Reader.TryRead(out var result))
        {
            return false;
        }

        _isSending = true;
        _buffer = result.Buffer;
        _unsent = _writeAborted || _writeError is not null ? default : _buffer.Slice(_inFlight);
        _isEndKnown = result.IsCompleted && !_writeAborted && _writeError is null;
        return true;
    }

    /// <summary>Ends the round: what was acknowledged leaves the pipe, and a waiting writer goes on.</summary>
    internal void EndSending()
    {
        if (_isSending)
        {
            _isSending = false;
            var acknowledged = _acknowledged;
            _acknowledged = 0;
            _inFlight -= acknowledged;
            _send.Reader.AdvanceTo(_buffer.GetPosition(acknowledged));
            _buffer = default;
            _unsent = default;
        }
    }

    /// <summary>Points at the next bytes to send. Answers how many vectors were filled, and whether they reach the stream's end.</summary>
    internal unsafe int FillVectors(NativeVector* vectors, int capacity, out bool reachesEnd)
    {
        var count = 0;
        long total = 0;
        foreach (var segment in _unsent)
        {
            if (segment.IsEmpty)
            {
                continue;
            }

            if (count == capacity)
            {
                break;
            }

            vectors[count].Base = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(segment.Span));
            vectors[count].Length = (nuint)segment.Length;
            total += segment.Length;
            count++;
        }

        reachesEnd = _isEndKnown && total == _unsent.Length;
        return count;
    }

    /// <summary>Counts what ngtcp2 took into packets.</summary>
    internal void OnSent(long count, bool withEnd)
    {
        _inFlight += count;
        _unsent = _unsent.Slice(count);
        _isEndSent |= withEnd && _unsent.IsEmpty;
    }

    /// <summary>Counts what the peer acknowledged; it leaves the pipe at the end of the next round.</summary>
    internal void OnAcknowledged(long count) => _acknowledged += count;

    /// <summary>The peer reads no more, and ngtcp2 has reset our direction; with which code it does not tell.</summary>
    internal void OnStopped()
    {
        _unsent = default;
        _isEndKnown = false;
        FailWrites(new IrohStreamException(StreamFailure.StoppedByPeer, 0));
    }

    /// <summary>Both directions have ended, and ngtcp2 has forgotten the stream and its bytes.</summary>
    internal void OnClosed()
    {
        _isClosed = true;
        EndSending();
        FailWritesUnlessComplete();
        _send.Reader.Complete();
        TryRelease();
    }

    /// <summary>The connection is gone.</summary>
    internal void OnConnectionClosed(ConnectionClose close)
    {
        _isClosed = true;
        EndSending();
        FailWrites(new IrohConnectionException(close));
        _send.Reader.Complete();
        FailReads(new IrohConnectionException(close));
    }

    /// <summary>Makes the writer fail, now or at its next write. The first reason counts.</summary>
    private void FailWrites(Exception exception)
    {
        if (Interlocked.CompareExchange(ref _writeError, exception, null) is null)
        {
            _send.Writer.CancelPendingFlush();
        }
    }

    private void FailWritesUnlessComplete()
    {
        if (!_isEndSent)
        {
            FailWrites(new IrohStreamException(StreamFailure.StoppedByPeer, 0));
        }
    }

    /// <summary>When neither side needs the stream any more, the peer may open another.</summary>
    private void TryRelease()
    {
        if (_isClosed && _readerReleased && !_isReleased)
        {
            _isReleased = true;
            _connection.OnStreamReleased(this);
        }
    }
}
