using System.Buffers;
using System.IO.Pipelines;
using SoundTime.Iroh.Quic;

namespace SoundTime.Iroh;

/// <summary>
/// A bidirectional QUIC stream. Each direction ends on its own: <see cref="CompleteWrites"/> ends ours as complete, a read of 0 bytes says
/// that the peer's is. A stream that this side opened is invisible to the peer until something is written.
/// </summary>
/// <remarks>
/// One reader and one writer at a time. A reader that stops holds the peer's sender: at most <c>StreamWindow</c> (1 MiB) waits unread. A
/// stream that is disposed before <see cref="CompleteWrites"/> is reset, so that half an answer is never taken for a whole one.
/// Only the asynchronous methods are supported.
/// </remarks>
public sealed partial class IrohStream : Stream
{
    /// <summary>Written to the send buffer at a time, in bytes, so that a large write does not outgrow it.</summary>
    private const int WriteChunk = 64 << 10;

    private readonly IrohConnection _connection;
    private readonly Pipe _receive;
    private readonly Pipe _send;
    private bool _readToEnd;
    private bool _writesCompleted;
    private int _isReading;
    private int _disposed;

    internal IrohStream(IrohConnection connection, long id, PinnedBlockPool blocks)
    {
        _connection = connection;
        Id = id;
        _receive = new Pipe(new PipeOptions(
            blocks, PipeScheduler.ThreadPool, PipeScheduler.ThreadPool, pauseWriterThreshold: 0, minimumSegmentSize: PinnedBlockPool.BlockSize, useSynchronizationContext: false));
        _send = new Pipe(new PipeOptions(
            blocks, PipeScheduler.Inline, PipeScheduler.ThreadPool, QuicLimits.SendBuffer, QuicLimits.SendBuffer / 2, PinnedBlockPool.BlockSize, useSynchronizationContext: false));
    }

    /// <summary>The stream's number in its connection (RFC 9000, section 2.1).</summary>
    public long Id { get; }

    /// <inheritdoc/>
    public override bool CanRead => _disposed == 0;

    /// <inheritdoc/>
    public override bool CanWrite => _disposed == 0 && !_writesCompleted;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <summary>Not supported.</summary>
    public override long Length => throw new NotSupportedException();

    /// <summary>Not supported.</summary>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Reads what is there, or waits for the first byte. 0 bytes: the peer has said all, and it is complete.</summary>
    /// <exception cref="IrohStreamException">The peer gave up, or this side aborted reading.</exception>
    /// <exception cref="IrohConnectionException">The connection is closed.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty || _readToEnd)
        {
            return 0;
        }

        // In this order: a stream that is disposed meanwhile gives its buffers back only when no read is under way.
        Interlocked.Exchange(ref _isReading, 1);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed != 0, this);
            return await ReadReceivedAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Exchange(ref _isReading, 0);
            if (_disposed != 0)
            {
                _connection.Touch(this);
            }
        }
    }

    private async ValueTask<int> ReadReceivedAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var result = await _receive.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        var available = result.Buffer;
        if (available.IsEmpty && result.IsCompleted)
        {
            _receive.Reader.AdvanceTo(available.End);
            _readToEnd = true;
            return 0;
        }

        var count = (int)Math.Min(available.Length, buffer.Length);
        var part = available.Slice(0, count);
        part.CopyTo(buffer.Span);
        _receive.Reader.AdvanceTo(part.End);
        OnConsumed(count);
        return count;
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>
    /// Takes the bytes into the send buffer; waits while that is full. A write that is cancelled aborts this direction, because the peer
    /// may have got a part of it.
    /// </summary>
    /// <exception cref="IrohStreamException">The peer reads no more, or this side aborted writing.</exception>
    /// <exception cref="IrohConnectionException">The connection is closed.</exception>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        if (_writesCompleted)
        {
            throw new InvalidOperationException("The writes of this stream were completed.");
        }

        while (!buffer.IsEmpty)
        {
            ThrowIfWriteFailed();
            var chunk = buffer[..Math.Min(buffer.Length, WriteChunk)];
            buffer = buffer[chunk.Length..];
            _send.Writer.Write(chunk.Span);
            var flush = _send.Writer.FlushAsync(cancellationToken);
            _connection.Touch(this);
            try
            {
                await flush.ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                AbortWrite(0);
                throw;
            }

            ThrowIfWriteFailed();
        }
    }

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Says that all was written (FIN). What is in the send buffer still goes out. Again: no effect.</summary>
    public void CompleteWrites()
    {
        if (!_writesCompleted)
        {
            _writesCompleted = true;
            _send.Writer.Complete();
            _connection.Touch(this);
        }
    }

    /// <summary>Gives up sending (RESET_STREAM): the peer's reader fails with this code.</summary>
    public void AbortWrite(ulong code)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(code, QuicLimits.MaxCode);
        if (Interlocked.CompareExchange(ref _abortWriteCode, (long)code, NoCode) == NoCode)
        {
            FailWrites(new IrohStreamException(StreamFailure.AbortedLocally, code));
            _connection.Touch(this);
        }
    }

    /// <summary>Wants nothing more (STOP_SENDING): the peer's writer fails with this code.</summary>
    public void AbortRead(ulong code)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(code, QuicLimits.MaxCode);
        if (Interlocked.CompareExchange(ref _abortReadCode, (long)code, NoCode) == NoCode)
        {
            _connection.Touch(this);
        }
    }

    /// <summary>Nothing to do: what is written is sent as soon as the network allows.</summary>
    public override void Flush()
    {
    }

    /// <summary>Nothing to do: what is written is sent as soon as the network allows.</summary>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Not supported: use <see cref="ReadAsync(Memory{byte}, CancellationToken)"/>.</summary>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Use ReadAsync.");

    /// <summary>Not supported: use <see cref="WriteAsync(ReadOnlyMemory{byte}, CancellationToken)"/>.</summary>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Use WriteAsync.");

    /// <summary>Not supported.</summary>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <summary>Not supported.</summary>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            if (!_writesCompleted)
            {
                AbortWrite(0);
                _send.Writer.Complete();
            }

            if (!_readToEnd)
            {
                AbortRead(0);
            }

            _connection.Touch(this);
        }

        base.Dispose(disposing);
    }

    private void ThrowIfWriteFailed()
    {
        if (_writeError is { } error)
        {
            throw error is IrohConnectionException closed
                ? new IrohConnectionException(closed.Close)
                : new IrohStreamException(((IrohStreamException)error).Reason, ((IrohStreamException)error).Code);
        }
    }
}
