namespace SoundTime.Storage.Peers;

/// <summary>How a peer came to be known. The numbers are stored.</summary>
public enum PeerTrust
{
    /// <summary>It connected by itself, or another peer named it.</summary>
    Stranger = 0,

    /// <summary>The admin named it, as a seed or through the API. Such a peer is never forgotten to make room.</summary>
    Trusted = 1,
}
