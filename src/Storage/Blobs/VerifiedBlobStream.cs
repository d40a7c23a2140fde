using System.Buffers;
using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;
using SoundTime.Blake3;

namespace SoundTime.Storage.Blobs;

/// <summary>
/// The bytes of a blob, each verified before it is given out: a group of 64 KiB is read whole, and its value compared with that in the tree. Memory is one group and the tree, from the pool; reading
/// allocates nothing. Not for reads at the same time.
/// </summary>
internal sealed class VerifiedBlobStream(SafeFileHandle file, BlobTree tree, VerifiedBlobs blobs, OpenBlob blob) : Stream
{
    private const int Idle = 0;
    private const int Reading = 1;
    private const int Closed = 2;

    private readonly byte[] _group = ArrayPool<byte>.Shared.Rent(Blake3Groups.GroupLength);
    private long _position;
    private int _loaded = -1;
    private int _state;

    public override bool CanRead => _state != Closed;

    public override bool CanSeek => _state != Closed;

    public override bool CanWrite => false;

    public override long Length => tree.Length;

    public override long Position
    {
        get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _position = value;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Enter();
        try
        {
            if (MustLoad(buffer.Length, out var index))
            {
                _loaded = -1;
                Take(index, await LoadAsync(index, cancellationToken).ConfigureAwait(false));
            }

            return Give(buffer.Span);
        }
        catch (IOException error) when (FileErrors.IsUnreadable(error))
        {
            throw blobs.Rot(blob.Hash, error);
        }
        finally
        {
            Leave();
        }
    }

    public override int Read(Span<byte> buffer)
    {
        Enter();
        try
        {
            if (MustLoad(buffer.Length, out var index))
            {
                _loaded = -1;
                Take(index, BlobFiles.TryReadExactly(file, _group.AsSpan(0, tree.LengthOf(index)), (long)index * Blake3Groups.GroupLength));
            }

            return Give(buffer);
        }
        catch (IOException error) when (FileErrors.IsUnreadable(error))
        {
            throw blobs.Rot(blob.Hash, error);
        }
        finally
        {
            Leave();
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => Length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException("A blob does not change.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("A blob does not change.");

    protected override void Dispose(bool disposing)
    {
        var before = Interlocked.Exchange(ref _state, Closed);
        if (before != Closed)
        {
            blobs.Close(blob, file);
            if (before == Idle)
            {
                ReturnBuffers();
            }
        }

        base.Dispose(disposing);
    }

    private void Enter()
    {
        var before = Interlocked.CompareExchange(ref _state, Reading, Idle);
        ObjectDisposedException.ThrowIf(before == Closed, this);
        if (before == Reading)
        {
            throw new InvalidOperationException("Another read of this stream has not ended.");
        }
    }

    private void Leave()
    {
        if (Interlocked.CompareExchange(ref _state, Idle, Reading) == Closed)
        {
            // Closed under a read, whose buffer nobody else may get before.
            ReturnBuffers();
        }
    }

    private void ReturnBuffers()
    {
        ArrayPool<byte>.Shared.Return(_group);
        tree.Dispose();
    }

    private bool MustLoad(int wanted, out int index)
    {
        index = (int)Math.Min(_position / Blake3Groups.GroupLength, int.MaxValue);
        return wanted > 0 && _position < Length && index != _loaded;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> LoadAsync(int index, CancellationToken cancellationToken)
    {
        var group = _group.AsMemory(0, tree.LengthOf(index));
        var position = (long)index * Blake3Groups.GroupLength;
        while (!group.IsEmpty)
        {
            var read = await RandomAccess.ReadAsync(file, group, position, cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return false;
            }

            (group, position) = (group[read..], position + read);
        }

        return true;
    }

    /// <summary>Takes a group for what may be given out, if it is whole and right.</summary>
    private void Take(int index, bool isWhole)
    {
        if (!isWhole || !tree.IsRight(_group.AsSpan(0, tree.LengthOf(index)), index))
        {
            throw blobs.Rot(blob.Hash, null);
        }

        _loaded = index;
    }

    private int Give(Span<byte> buffer)
    {
        if (_position >= Length)
        {
            return 0;
        }

        var start = (int)(_position % Blake3Groups.GroupLength);
        var given = _group.AsSpan(start, Math.Min(buffer.Length, buffer.IsEmpty ? 0 : tree.LengthOf(_loaded) - start));
        given.CopyTo(buffer);
        _position += given.Length;
        return given.Length;
    }
}
