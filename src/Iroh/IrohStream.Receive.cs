using System.Buffers;
using System.Diagnostics;
using SoundTime.Iroh.Native;

namespace SoundTime.Iroh;

/// <summary>From the network to the reader. Everything but <see cref="OnConsumed"/> runs on the endpoint's thread.</summary>
public sealed partial class IrohStream
{
    private const long NoCode = -1;

    /// <summary>Bytes that the reader takes before QUIC is told of the room; it tells the peer when half the window is free again.</summary>
    private const long CreditThreshold = 64 << 10;

    private long _consumed;
    private long _abortReadCode = NoCode;
    private long _received;
    private long _credited;
    private bool _receiveEnded;
    private bool _readAborted;
    private bool _hasUnflushedData;

    /// <summary>Counts what the reader took, and now and then has the peer told.</summary>
    private void OnConsumed(int count)
    {
        if (Interlocked.Add(ref _consumed, count) >= CreditThreshold)
        {
            _connection.Touch(this);
        }
    }

    /// <summary>Takes data in order. Answers whether <see cref="FlushReceived"/> is to be called when the batch of packets is through.</summary>
    internal bool OnData(ReadOnlySpan<byte> data, bool isEnd)
    {
        _received += data.Length;
        if (_receiveEnded || _readAborted)
        {
            // Nobody will read it: the room is free at once.
            CreditUnread();
            return false;
        }

        if (!data.IsEmpty)
        {
            _receive.Writer.Write(data);
        }

        _receiveEnded = isEnd;
        var first = !_hasUnflushedData;
        _hasUnflushedData = true;
        return first;
    }

    /// <summary>Hands what came to the reader.</summary>
    internal void FlushReceived()
    {
        if (!_hasUnflushedData)
        {
            return;
        }

        _hasUnflushedData = false;
        if (_receiveEnded)
        {
            _receive.Writer.Complete();
        }
        else
        {
            // Completed at once: the pipe never pauses its writer, the stream's window bounds it.
            var flush = _receive.Writer.FlushAsync();
            Debug.Assert(flush.IsCompleted, "An unbounded pipe does not wait.");
        }
    }

    /// <summary>The peer gave up sending.</summary>
    internal void OnReset(ulong code) => FailReads(new IrohStreamException(StreamFailure.ResetByPeer, code));

    private void FailReads(Exception exception)
    {
        FlushReceived();
        if (!_receiveEnded)
        {
            _receiveEnded = true;
            _receive.Writer.Complete(exception);
        }
    }

    /// <summary>Tells the peer what room the reader made, and carries out <see cref="AbortRead"/>.</summary>
    private void RunReadRequests()
    {
        var consumed = Interlocked.Exchange(ref _consumed, 0);
        if (consumed > 0)
        {
            _credited += consumed;
            _connection.ExtendWindow(_isClosed ? null : this, consumed);
        }

        var code = Interlocked.Read(ref _abortReadCode);
        if (code != NoCode && !_readAborted)
        {
            _readAborted = true;
            if (!_receiveEnded && !_isClosed)
            {
                _connection.Abi.ShutdownStreamRead(_connection.Native, Id, (ulong)code);
            }

            FailReads(new IrohStreamException(StreamFailure.AbortedLocally, (ulong)code));
        }

        if (_disposed != 0 && !_readerReleased && Volatile.Read(ref _isReading) == 0)
        {
            _readerReleased = true;
            _receive.Reader.Complete();
            CreditUnread();
        }
    }

    private void CreditUnread()
    {
        _connection.ExtendWindow(null, _received - _credited);
        _credited = _received;
    }
}
