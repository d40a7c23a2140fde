namespace SoundTime.Iroh;

/// <summary>Why a connection runs over the path it does.</summary>
public enum PathReason
{
    /// <summary>This side dialled all places at once, and this one answered first.</summary>
    AnsweredFirst,

    /// <summary>This side moved the connection here from a relay, because it works.</summary>
    MovedToDirect,

    /// <summary>The peer dialled, and its first packet came this way.</summary>
    PeerChose,

    /// <summary>The peer moved, or its NAT did.</summary>
    PeerMoved,
}
