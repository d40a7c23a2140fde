using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Health;

namespace SoundTime.Api;

/// <summary>One peer's copy of a track as the API writes it.</summary>
/// <param name="NodeId">Whose.</param>
/// <param name="Online">Whether that peer answered when it was last asked.</param>
/// <param name="Format">Format, by the peer's account.</param>
/// <param name="Bitrate">Bitrate in kbps, by the peer's account.</param>
/// <param name="SampleRate">Sample rate in Hz, by the peer's account.</param>
/// <param name="FileSize">Size in bytes, by the peer's account.</param>
/// <param name="Strikes">How often in a row it did not come.</param>
/// <param name="LastFailure">Why it did not, the last time.</param>
/// <param name="Score">How good it is; higher is better.</param>
internal sealed record RemoteCopyBody(
    string NodeId, bool Online, string Format, int? Bitrate, int? SampleRate, long FileSize, int Strikes, string? LastFailure, long Score)
{
    /// <summary>Writes a copy.</summary>
    /// <param name="copy">The copy.</param>
    /// <param name="isOnline">Whether its peer is online.</param>
    /// <param name="strikes">What is known against it; null if nothing is.</param>
    /// <param name="score">How good it is.</param>
    public static RemoteCopyBody Of(Copy copy, bool isOnline, CopyStrikes? strikes, long score) => new(
        copy.Peer.ToString(), isOnline, copy.Format, copy.Bitrate, copy.SampleRate, copy.FileSize, strikes?.Count ?? 0, HealthText.Of(strikes?.LastFailure), score);
}
