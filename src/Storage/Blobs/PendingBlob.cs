using SoundTime.Wire;

namespace SoundTime.Storage.Blobs;

/// <summary>
/// A blob that is arriving: written by one producer, read by any number of listeners while it comes. Its last byte is given out only
/// after all of them were verified, so that nobody ever holds a whole body of wrong bytes.
/// </summary>
public sealed class PendingBlob : IDisposable
{
    private readonly Lock _gate = new();
    private readonly IncomingBlob _incoming;
    private readonly BlobPlaces _places;
    private TaskCompletionSource? _changed;
    private long _readable;
    private bool _isComplete;
    private Exception? _failure;

    internal PendingBlob(BlobHash hash, long length, IncomingBlob incoming, BlobPlaces places) =>
        (Hash, Length, _incoming, _places) = (hash, length, incoming, places);

    /// <summary>The hash that the bytes must have.</summary>
    public BlobHash Hash { get; }

    /// <summary>How many bytes there must be.</summary>
    public long Length { get; }

    /// <summary>Bytes written so far: where another source goes on if one breaks off. For the producer.</summary>
    public long Written => _incoming.Length;

    private bool IsOver => _isComplete || _failure is not null;

    /// <summary>A seekable stream over the whole blob, whose reads wait for bytes that have not arrived yet.</summary>
    /// <remarks>
    /// It goes on after this object is disposed, if the blob was completed. If the blob fails, reads throw <see cref="IOException"/> whose
    /// inner exception is the reason.
    /// </remarks>
    /// <exception cref="IOException">The blob has failed already.</exception>
    public Stream OpenRead()
    {
        lock (_gate)
        {
            ThrowIfFailed();
            return new PendingBlobStream(this, File.OpenHandle(_incoming.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.Asynchronous));
        }
    }

    /// <summary>Appends bytes and hands them to the listeners. If it is cancelled, none of them count and the blob goes on.</summary>
    /// <exception cref="BlobException">There are more bytes than promised, or they cannot be written: the blob has failed.</exception>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        ThrowIfOver();
        try
        {
            if (bytes.Length > Length - Written)
            {
                throw new BlobException(BlobFailure.LengthMismatch, $"Blob {Hash.ShortText} has more than the {Length} bytes that were promised.");
            }

            await _incoming.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        }
        catch (BlobException error)
        {
            Fail(error);
            throw;
        }

        Change(() => _readable = Math.Min(Written, Length - 1));
    }

    /// <summary>Verifies what was written, keeps it, and hands out the last byte.</summary>
    /// <exception cref="BlobException">The bytes are not those that were promised, or cannot be kept: the blob has failed.</exception>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ThrowIfOver();
        try
        {
            Verify();
            // Flushing blocks: not on the caller's thread. What is verified is kept, so this is not cancelled any more.
            await Task.Run(Publish, CancellationToken.None).ConfigureAwait(false);
        }
        catch (BlobException error)
        {
            Fail(error);
            throw;
        }

        Change(() => (_isComplete, _readable) = (true, Length));
        _incoming.Dispose();
    }

    /// <summary>Gives up: what was written is removed, and listeners are told <paramref name="reason"/>. Nothing happens if it is over already.</summary>
    public void Fail(Exception reason)
    {
        if (Change(() => _failure = reason))
        {
            _incoming.Dispose();
        }
    }

    /// <summary>Gives up, unless the blob was completed.</summary>
    public void Dispose() => Fail(new BlobException(BlobFailure.Abandoned, $"Blob {Hash.ShortText} was given up before its end."));

    /// <summary>Waits until there is a byte at <paramref name="position"/>; answers where the bytes that can be read now end.</summary>
    internal async ValueTask<long> WaitAsync(long position, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                ThrowIfFailed();
                if (_readable > position)
                {
                    return _readable;
                }

                _changed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private void Verify()
    {
        if (Written != Length)
        {
            throw new BlobException(BlobFailure.LengthMismatch, $"Blob {Hash.ShortText} ended after {Written} of {Length} bytes.");
        }

        var found = _incoming.FinishHash();
        if (found != Hash)
        {
            throw new BlobException(BlobFailure.HashMismatch, $"The bytes that came for blob {Hash.ShortText} are those of {found.ShortText}.");
        }
    }

    /// <summary>Listeners open the file by its name, which changes now.</summary>
    private void Publish() => _places.Publish(_incoming, Hash, BlobPlace.Cached, _gate);

    /// <summary>Changes the state, unless the blob is over, and wakes the listeners.</summary>
    private bool Change(Action change)
    {
        TaskCompletionSource? changed;
        lock (_gate)
        {
            if (IsOver)
            {
                return false;
            }

            change();
            (changed, _changed) = (_changed, null);
        }

        changed?.SetResult();
        return true;
    }

    private void ThrowIfFailed()
    {
        if (_failure is not null)
        {
            throw new IOException($"Blob {Hash.ShortText} did not arrive: {_failure.Message}", _failure);
        }
    }

    private void ThrowIfOver()
    {
        if (IsOver)
        {
            throw new InvalidOperationException($"Blob {Hash.ShortText} is over: it was completed or has failed.");
        }
    }
}
