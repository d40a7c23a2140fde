namespace SoundTime.Silo.Peers;

/// <summary>
/// What a connection to a peer is for. Rust nodes handle one stream of a connection after the other, so that a request behind a catalogue page
/// would wait until that is taken in, and one behind a track until that is sent (weaknesses W1 and W9).
/// </summary>
internal enum ConnectionPurpose
{
    /// <summary>Requests with a short answer that somebody waits for, searches among them. All share one connection.</summary>
    Request,

    /// <summary>Announcements and catalogue pages. All share one connection.</summary>
    Push,

    /// <summary>Tracks: each has a connection to itself, up to <see cref="PeerConnections.MaxFetchConnections"/>.</summary>
    Fetch,
}
