using SoundTime.Storage.Catalogue;

namespace SoundTime.Api;

/// <summary>Opens the bytes of a track wherever they are: a file of ours, a blob, or a peer at this moment.</summary>
public interface ITrackContent
{
    /// <summary>
    /// Opens a track. The stream can seek and knows its length. A read may wait, within limits of its own, for bytes that are still on
    /// their way, and hands out what is there rather than filling its buffer; it fails with an <see cref="IOException"/> where they
    /// cannot be had, and before the last byte where they turn out to be the wrong ones. The caller disposes it.
    /// </summary>
    /// <exception cref="TrackContentException">There is nothing to read from; the reason says whether that may change.</exception>
    Task<Stream> OpenAsync(Track track, CancellationToken cancellationToken);
}
