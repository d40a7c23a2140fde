using Microsoft.Win32.SafeHandles;
using SoundTime.Wire;

namespace SoundTime.Storage.Blobs;

/// <summary>
/// A blob that is arriving: sources write it, one after another, each from its first byte on, and any number of listeners read it while it comes. Its last byte is given out only after all of
/// them were verified, so that nobody ever holds a whole body of wrong bytes. What a listener heard is never mixed with what does not agree with it: the listener gets an error instead.
/// </summary>
public sealed class PendingBlob : IDisposable
{
    private readonly Lock _gate = new();
    private readonly BlobStore _store;
    private readonly BlobPlace _place;
    private readonly List<BlobSource> _sources = [];
    private readonly HashSet<PendingBlobStream> _listeners = [];
    private TaskCompletionSource? _changed;
    private long _readable;
    private bool _isComplete;
    private bool _isDisposed;
    private Exception? _failure;

    internal PendingBlob(BlobStore store, BlobHash hash, long length, BlobPlace place)
    {
        (_store, Hash, Length, _place, File) = (store, hash, length, place, store.CreateIncoming());
        store.BeginRead(hash);
    }

    /// <summary>The hash that the bytes must have.</summary>
    public BlobHash Hash { get; }

    /// <summary>How many bytes there must be.</summary>
    public long Length { get; }

    /// <summary>Bytes that are here so far, verified or not.</summary>
    public long Written => File.Length;

    /// <summary>What listeners hear. Written by one source at a time.</summary>
    internal IncomingBlob File { get; private set; }

    /// <summary>Whether it has come whole, was verified and is kept.</summary>
    internal bool IsComplete => _isComplete;

    private bool IsOver => _isComplete || _failure is not null;

    /// <summary>A seekable stream over the whole blob, whose reads wait for bytes that have not arrived yet.</summary>
    /// <param name="left">Called once, when the stream is disposed.</param>
    /// <remarks>
    /// It goes on after this object is disposed, if the blob was completed. If the blob fails, reads throw <see cref="IOException"/> whose
    /// inner exception is the reason. So they do if the blob was completed and has rotted or gone since, with <see cref="BlobFailure.Rotten"/>.
    /// </remarks>
    /// <exception cref="IOException">The blob has failed already.</exception>
    public Stream OpenRead(Action? left = null)
    {
        lock (_gate)
        {
            ThrowIfFailed();
            var listener = new PendingBlobStream(this, File.OpenForReading(), left);
            _listeners.Add(listener);
            // A listener who comes back to another place finds the blob still there, however small the cache.
            _store.BeginRead(Hash);
            return listener;
        }
    }

    /// <summary>Begins with a source, which sends the blob from its first byte on. The source before must be done with.</summary>
    /// <param name="isHeard">Whether listeners get its bytes as they come; otherwise when they are verified.</param>
    public BlobSource BeginSource(bool isHeard)
    {
        var source = new BlobSource(this, isHeard);
        lock (_gate)
        {
            ThrowIfOver();
            _sources.Add(source);
        }

        return source;
    }

    /// <summary>Gives up: what was written is removed, and listeners are told <paramref name="reason"/>. Nothing happens if it is over already.</summary>
    public void Fail(Exception reason)
    {
        if (Change(() => _failure = reason))
        {
            File.Dispose();
        }
    }

    /// <summary>Gives up, unless the blob was completed; from then on, it may be evicted once nobody reads it.</summary>
    public void Dispose()
    {
        Fail(new BlobException(BlobFailure.Abandoned, $"Blob {Hash.ShortText} was given up before its end."));
        if (!Interlocked.Exchange(ref _isDisposed, true))
        {
            _store.EndRead(Hash);
        }
    }

    internal void ThrowIfOver()
    {
        if (IsOver)
        {
            throw new InvalidOperationException($"Blob {Hash.ShortText} is over: it was completed or has failed.");
        }
    }

    /// <summary>A file for a source that does not agree with what is here.</summary>
    internal IncomingBlob CreateFile() => _store.CreateIncoming();

    /// <summary>Lets listeners have what comes before <paramref name="position"/>, but for the last byte.</summary>
    internal void Release(long position) => Change(() => _readable = Math.Max(_readable, Math.Min(position, Length - 1)));

    /// <summary>Lets listeners have nothing more from <paramref name="position"/> on until more is known.</summary>
    internal void HoldBack(long position) => Change(() => _readable = Math.Min(_readable, position));

    /// <summary>Puts another file in the place of this one, unless somebody has heard what it does not agree with, from <paramref name="position"/> on.</summary>
    internal bool TryReplace(IncomingBlob file, long position, BlobSource by)
    {
        lock (_gate)
        {
            if (_listeners.Any(listener => listener.Heard > position))
            {
                return false;
            }

            Replace(file, position, by);
            return true;
        }
    }

    /// <summary>Keeps what was verified, and hands out the last byte.</summary>
    /// <param name="own">The file of its source, if that is not the one of this blob; those who have heard more than <paramref name="position"/> bytes are told that these were wrong.</param>
    /// <param name="position">Where the files begin to differ.</param>
    /// <param name="by">The source.</param>
    /// <exception cref="BlobException">It cannot be kept: the blob has failed.</exception>
    internal async Task PublishAsync(IncomingBlob? own, long position, BlobSource by)
    {
        lock (_gate)
        {
            ThrowIfOver();
            if (own is not null)
            {
                Replace(own, position, by);
            }
        }

        try
        {
            // Flushing blocks: not on the caller's thread. What is verified is kept, so this is not cancelled any more.
            await Task.Run(() => _store.Publish(File, Hash, _place), CancellationToken.None).ConfigureAwait(false);
        }
        catch (BlobException error)
        {
            Fail(error);
            throw;
        }

        Change(() => (_isComplete, _readable) = (true, Length));
        File.Dispose();
    }

    /// <summary>
    /// Waits until there is a byte for a listener at <paramref name="position"/>; answers how many of <paramref name="count"/> it may read now, where, and whether the blob is whole. They count as
    /// heard.
    /// </summary>
    internal async ValueTask<(SafeFileHandle File, int Count, bool IsComplete)> WaitAsync(PendingBlobStream listener, long position, int count, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                ThrowIfFailed();
                listener.ThrowIfMisled();
                if (_readable > position)
                {
                    var readable = (int)Math.Min(count, _readable - position);
                    return (listener.Hear(position + readable), readable, _isComplete);
                }

                _changed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The bytes of the blob, which is whole, by its hash tree.</summary>
    /// <exception cref="IOException">It is rotten, is not here any more, or cannot be read.</exception>
    internal Stream OpenVerified()
    {
        try
        {
            return _store.OpenRead(Hash) ?? throw new BlobException(BlobFailure.Rotten, $"Blob {Hash.ShortText} came, and has rotted or gone since.");
        }
        catch (BlobException error)
        {
            throw new IOException(error.Message, error);
        }
    }

    internal void Leave(PendingBlobStream listener)
    {
        lock (_gate)
        {
            _listeners.Remove(listener);
        }

        _store.EndRead(Hash);
    }

    private void Replace(IncomingBlob file, long position, BlobSource by)
    {
        var old = File;
        File = file;
        _readable = Math.Min(_readable, position);
        foreach (var source in _sources)
        {
            if (source != by)
            {
                source.NoteReplaced(position);
            }
        }

        foreach (var listener in _listeners)
        {
            listener.GoOnIn(file, position);
        }

        old.Dispose();
        Wake();
    }

    /// <summary>Changes the state, unless the blob is over, and wakes the listeners.</summary>
    private bool Change(Action change)
    {
        lock (_gate)
        {
            if (IsOver)
            {
                return false;
            }

            change();
            Wake();
            return true;
        }
    }

    private void Wake()
    {
        // Continuations run on other threads: nobody is called under the lock.
        _changed?.SetResult();
        _changed = null;
    }

    private void ThrowIfFailed()
    {
        if (_failure is not null)
        {
            throw new IOException($"Blob {Hash.ShortText} did not arrive: {_failure.Message}", _failure);
        }
    }
}
