using SoundTime.Storage.Peers;

namespace SoundTime.Api;

/// <summary>A peer as the API writes it (protocol sheet, section 9.4).</summary>
/// <param name="NodeId">Its id.</param>
/// <param name="Name">Nodes do not tell their names: always null.</param>
/// <param name="Version">The version it says to be; null while it was not asked.</param>
/// <param name="TrackCount">How many tracks it says to have; 0 while it was not asked.</param>
/// <param name="LastSeen">When it was last in contact, or was added where it never was. UTC, so that it is written with a <c>Z</c>.</param>
/// <param name="IsOnline">Whether it answered when it was last asked.</param>
internal sealed record PeerBody(string NodeId, string? Name, string? Version, long TrackCount, DateTime LastSeen, bool IsOnline)
{
    /// <summary>Writes what is known of a peer.</summary>
    public static PeerBody Of(PeerRecord peer) =>
        new(peer.Id.ToString(), Name: null, peer.Version, peer.TrackCount ?? 0, (peer.LastSeen ?? peer.AddedAt).UtcDateTime, peer.IsOnline);
}
