namespace SoundTime.Storage.Blobs;

/// <summary>
/// One source of a blob that is arriving, from its first byte on. What is here already is compared with what it sends; what comes behind that is appended. Where it does not agree, it gets a file
/// of its own, which takes the other one's place at once if it is heard and nobody has heard what it contradicts, and else when it has turned out right.
/// </summary>
public sealed class BlobSource : IDisposable
{
    private readonly PendingBlob _blob;
    private readonly bool _isHeard;
    private IncomingBlob? _own;

    /// <summary>Whether it sent another byte than the one that is in the blob's file now.</summary>
    private bool _differs;

    /// <summary>Up to where what it sent is what is in the blob's file, as far as known.</summary>
    private long _agreesTo;

    internal BlobSource(PendingBlob blob, bool isHeard) => (_blob, _isHeard) = (blob, isHeard);

    /// <summary>Bytes that it has sent.</summary>
    public long Received { get; private set; }

    /// <summary>Whether it has sent as many bytes as there must be.</summary>
    public bool IsWhole => Received == _blob.Length;

    /// <summary>Whether it has been proved to have sent a byte that is not the blob's, which another source has completed.</summary>
    public bool IsContradicted => _differs && _blob.IsComplete;

    /// <summary>Takes the next bytes. If that is cancelled or fails, the source is over.</summary>
    /// <exception cref="BlobException">
    /// There are more bytes than promised (<see cref="BlobFailure.LengthMismatch"/>), which is the source's failure alone; or they cannot be written: the blob has failed.
    /// </exception>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        _blob.ThrowIfOver();
        if (bytes.Length > _blob.Length - Received)
        {
            throw new BlobException(BlobFailure.LengthMismatch, $"Blob {_blob.Hash.ShortText} has more than the {_blob.Length} bytes that were promised.");
        }

        try
        {
            if (_own is null)
            {
                bytes = await CompareAsync(bytes, cancellationToken).ConfigureAwait(false);
            }

            await (_own ?? _blob.File).WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        }
        catch (BlobException error)
        {
            _blob.Fail(error);
            throw;
        }

        Received += bytes.Length;
        if (_own is null)
        {
            Agree();
        }
    }

    /// <summary>Verifies what it sent, keeps it, and hands out the last byte.</summary>
    /// <exception cref="BlobException">
    /// What it sent is not the blob (<see cref="BlobFailure.HashMismatch"/>, <see cref="BlobFailure.LengthMismatch"/>), which is its failure alone; or it cannot be kept: the blob has failed.
    /// </exception>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _blob.ThrowIfOver();
        if (!IsWhole)
        {
            throw new BlobException(BlobFailure.LengthMismatch, $"Blob {_blob.Hash.ShortText} ended after {Received} of {_blob.Length} bytes.");
        }

        var found = (_own ?? _blob.File).FinishHash();
        if (found != _blob.Hash)
        {
            if (_own is null)
            {
                // Nobody is given more of it, unless another source agrees.
                _blob.HoldBack(0);
            }

            throw new BlobException(BlobFailure.HashMismatch, $"The bytes that came for blob {_blob.Hash.ShortText} are those of {found.ShortText}.");
        }

        var own = _own;
        (_own, _differs) = (null, false);
        await _blob.PublishAsync(own, _agreesTo, this).ConfigureAwait(false);
    }

    /// <summary>Lets go of a file of its own.</summary>
    public void Dispose() => _own?.Dispose();

    /// <summary>What is in the blob's file was replaced, from a position on.</summary>
    internal void NoteReplaced(long position)
    {
        if (_agreesTo > position)
        {
            (_agreesTo, _differs) = (position, true);
        }
        else if (_agreesTo == position)
        {
            // It departed from what was here before; nobody knows any more what it sent instead.
            _differs = false;
        }
    }

    /// <summary>Compares bytes with what is here; gives those that are not.</summary>
    private async ValueTask<ReadOnlyMemory<byte>> CompareAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var known = bytes[..(int)Math.Min(bytes.Length, _blob.Written - Received)];
        var equal = await _blob.File.CountEqualAsync(known, Received, cancellationToken).ConfigureAwait(false);
        Received += equal;
        Agree();
        if (equal < known.Length)
        {
            await DepartAsync(cancellationToken).ConfigureAwait(false);
        }

        return bytes[equal..];
    }

    private async Task DepartAsync(CancellationToken cancellationToken)
    {
        var own = _blob.CreateFile();
        try
        {
            await own.CopyStartAsync(_blob.File, Received, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            own.Dispose();
            throw;
        }

        if (_isHeard && _blob.TryReplace(own, Received, this))
        {
            return;
        }

        (_own, _differs) = (own, true);
        _blob.HoldBack(Received);
    }

    private void Agree()
    {
        _agreesTo = Received;
        if (_isHeard)
        {
            _blob.Release(Received);
        }
    }
}
