using SoundTime.Wire;

namespace SoundTime.Storage.Catalogue;

/// <summary>One peer's offer of a track.</summary>
/// <param name="Id">Id in our API.</param>
/// <param name="Hash">The track.</param>
/// <param name="Peer">Who holds it: the TLS identity of the announcer.</param>
/// <param name="Format">Format, by the peer's account.</param>
/// <param name="FileSize">Size in bytes, by the peer's account.</param>
/// <param name="Bitrate">Bitrate in kbps, by the peer's account.</param>
/// <param name="SampleRate">Sample rate in Hz, by the peer's account.</param>
/// <param name="AnnouncedAt">When the peer first said so.</param>
public sealed record Copy(Guid Id, BlobHash Hash, NodeId Peer, string Format, long FileSize, int? Bitrate, int? SampleRate, DateTimeOffset AnnouncedAt);
