namespace SoundTime.Api;

/// <summary>Why a peer was not added.</summary>
public enum AddPeerFailure
{
    /// <summary>The text begins with no node id, and is no ticket. Answered 400.</summary>
    NoId,

    /// <summary>A place behind the id is none, there are too many, or a ticket is not whole. Answered 400.</summary>
    BadAddress,

    /// <summary>It is this node itself. Answered 400.</summary>
    Self,

    /// <summary>As many peers are known as may be, none of which can go. Answered 409.</summary>
    NoRoom,
}
