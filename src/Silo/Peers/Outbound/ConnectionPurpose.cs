namespace SoundTime.Silo.Peers;

/// <summary>
/// What a connection to a peer is for. Rust nodes handle one stream of a connection after the other, so that a request behind a catalogue page
/// would wait until that is taken in (weakness W1).
/// </summary>
internal enum ConnectionPurpose
{
    /// <summary>Requests whose answer somebody waits for.</summary>
    Request,

    /// <summary>Announcements and catalogue pages.</summary>
    Push,
}
