namespace SoundTime.Api;

/// <summary>Whether a sync has begun.</summary>
public enum LibrarySyncStart
{
    /// <summary>It has.</summary>
    Started,

    /// <summary>The peer is not known. Answered 404.</summary>
    UnknownPeer,

    /// <summary>The peer is blocked. Answered 409.</summary>
    Blocked,

    /// <summary>Another one runs. Answered 409.</summary>
    Busy,
}
