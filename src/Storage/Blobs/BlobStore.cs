using System.Buffers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SoundTime.Wire;

namespace SoundTime.Storage.Blobs;

/// <summary>
/// Blobs as files named by their hash, in three places (<see cref="BlobPlace"/>): what is kept in <c>ab/ab12…</c>, what was fetched below <c>cached/</c>, and what of it the admin pinned below
/// <c>pinned/</c>. A file with such a name is whole, was verified, and is on the disk; what is still being written lies in <c>incoming/</c>.
/// </summary>
public sealed partial class BlobStore
{
    private const int CopyBufferSize = 128 * 1024;

    private readonly BlobFolders _folders;
    private readonly BlobCache _cache;
    private readonly BlobPlaces _places;
    private readonly RottenBlobs _rotten;
    private readonly VerifiedBlobs _verified;

    /// <summary>Opens the store, creates its folders if they are missing, and removes what a killed process left half-written.</summary>
    /// <param name="folder">The folder of all blobs.</param>
    /// <param name="options">How much room they may take.</param>
    /// <param name="time">The clock by which uses are noted.</param>
    /// <param name="logger">Told what is evicted and set aside.</param>
    /// <exception cref="StorageException">The folder cannot be written.</exception>
    public BlobStore(string folder, BlobStoreOptions? options = null, TimeProvider? time = null, ILogger<BlobStore>? logger = null)
    {
        time ??= TimeProvider.System;
        logger ??= NullLogger<BlobStore>.Instance;
        _folders = new BlobFolders(folder);
        _cache = new BlobCache(_folders, options ?? new BlobStoreOptions(), time, logger);
        if (_folders.Leftovers > 0)
        {
            logger.LeftoversRemoved(_folders.Leftovers, _folders.Incoming);
        }

        _places = new BlobPlaces(_folders, _cache, time, logger);
        _rotten = new RottenBlobs(_folders, _cache, time, logger);
        _verified = new VerifiedBlobs(_folders, _cache, _places, _rotten, time, logger);
    }

    /// <summary>Takes in bytes whose hash is not known yet, to be kept; answers their hash once they are on the disk.</summary>
    /// <exception cref="BlobException">
    /// There are more than <paramref name="maxBytes"/> (<see cref="BlobFailure.TooLarge"/>), the disk is full, or it cannot be written.
    /// </exception>
    public async Task<BlobHash> AddAsync(Stream content, long maxBytes, CancellationToken cancellationToken)
    {
        using var incoming = CreateIncoming();
        var buffer = ArrayPool<byte>.Shared.Rent(CopyBufferSize);
        try
        {
            int read;
            while ((read = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                if (incoming.Length + read > maxBytes)
                {
                    throw new BlobException(BlobFailure.TooLarge, $"The content is larger than the {maxBytes} bytes that are allowed.");
                }

                await incoming.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        var hash = incoming.FinishHash();
        if (!File.Exists(_folders.PathOf(BlobPlace.Kept, hash)))
        {
            // Flushing blocks: not on the caller's thread.
            await Task.Run(() => Publish(incoming, hash, BlobPlace.Kept), cancellationToken).ConfigureAwait(false);
        }

        return hash;
    }

    /// <summary>
    /// Begins a blob of a peer, whose hash and length are known before its bytes arrive. Dispose it if it does not come to its end.
    /// </summary>
    /// <param name="expected">The hash that the bytes must have.</param>
    /// <param name="length">How many bytes there must be, at least 1.</param>
    /// <param name="place">Where it goes: tracks to the cache, pictures to what is kept.</param>
    /// <exception cref="BlobException">The temporary file cannot be created.</exception>
    public PendingBlob Begin(BlobHash expected, long length, BlobPlace place = BlobPlace.Cached)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        return new PendingBlob(this, expected, length, place);
    }

    /// <summary>
    /// The bytes of a blob, seekable, for one reader at a time; null if it is not here. Each byte is verified before it is given out. A blob whose length is wrong is put away now, and is not here.
    /// </summary>
    /// <remarks>
    /// Reads that come upon a wrong byte put the blob away as well, and throw <see cref="IOException"/> whose inner exception is a <see cref="BlobException"/> (<see cref="BlobFailure.Rotten"/>).
    /// While the stream is open, the blob is not evicted. A blob without a hash tree, of a version that made none, is read as a whole first.
    /// </remarks>
    /// <exception cref="BlobException">It is here but cannot be read.</exception>
    public Stream? OpenRead(BlobHash hash) => _verified.Open(hash);

    /// <summary>The bytes of a blob as they are on the disk, right or wrong, for whoever verifies them; null if it is not here. That is no use of it.</summary>
    /// <exception cref="BlobException">It is here but cannot be read.</exception>
    public Stream? OpenUnverified(BlobHash hash) => _places.Find(hash, (path, _) => new FileStream(path, BlobFiles.Reading));

    /// <summary>Whether the blob is here.</summary>
    /// <exception cref="BlobException">That cannot be told.</exception>
    public bool Contains(BlobHash hash) => LengthOf(hash) is not null;

    /// <summary>Length of the blob in bytes; null if it is not here.</summary>
    /// <exception cref="BlobException">That cannot be told.</exception>
    public long? LengthOf(BlobHash hash) => _places.Find(hash, (path, _) => (long?)new FileInfo(path).Length);

    /// <summary>
    /// Puts away a blob whose bytes are wrong, into <c>rotten/</c>: it is not here any more. It is read once more before. Answers false if its bytes are right, or it is not here. The last 16 of these
    /// stay there, of 256 MiB together at most.
    /// </summary>
    /// <exception cref="BlobException">It cannot be read or moved.</exception>
    public bool SetAside(BlobHash hash) => _rotten.SetAside(hash);

    /// <summary>A file for bytes that are on their way.</summary>
    /// <exception cref="BlobException">It cannot be created.</exception>
    internal IncomingBlob CreateIncoming() => IncomingBlob.Create(_folders.Incoming);

    /// <summary>Gives a file whose bytes were found to have this hash its place: it is on the disk, under its name, when this returns. Blocks.</summary>
    /// <exception cref="BlobException">It cannot be kept.</exception>
    internal void Publish(IncomingBlob incoming, BlobHash hash, BlobPlace place) => _places.Publish(incoming, hash, place);

    /// <summary>Notes that somebody reads a blob, or will: it is not evicted until as many <see cref="EndRead"/> as this were called.</summary>
    internal void BeginRead(BlobHash hash) => _cache.BeginRead(hash);

    /// <summary>Notes that a reader has ended.</summary>
    internal void EndRead(BlobHash hash) => _cache.EndRead(hash);
}
