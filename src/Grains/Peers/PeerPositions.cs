namespace SoundTime.Grains.Peers;

/// <summary>
/// How far a peer and this node have told each other of their tracks: what a peer's grain keeps. A record for its copies and its equality alone: what is
/// written is always a changed copy, so that what lies in memory is what lies in the store.
/// </summary>
public sealed record PeerPositions
{
    /// <summary>Id that this node had. A node that has got another key is a stranger to its peers, and what is kept here says nothing of what they have of it.</summary>
    public string? Self { get; set; }

    /// <summary>Up to which change the peer has processed ours; null before first contact. Never ahead of what it has processed.</summary>
    public long? SentPosition { get; set; }

    /// <summary>Up to which change pages of our whole catalogue are sent; null while none is under way.</summary>
    public long? CatalogueEnd { get; set; }

    /// <summary>Whether the peer asked for our whole catalogue once more while it was being sent: it is sent again when that has ended.</summary>
    public bool IsCatalogueWanted { get; set; }

    /// <summary>When the peer last had all of ours after it had lacked some.</summary>
    public DateTimeOffset? SentAt { get; set; }

    /// <summary>When the peer last had processed our whole catalogue from its beginning.</summary>
    public DateTimeOffset? CatalogueSentAt { get; set; }

    /// <summary>Whether the peer is to be asked for its whole catalogue whatever it says to have.</summary>
    public bool IsRequestWanted { get; set; }

    /// <summary>When the peer was last asked for its whole catalogue.</summary>
    public DateTimeOffset? RequestedAt { get; set; }

    /// <summary>How often in a row it was asked without all of it having come.</summary>
    public int Requests { get; set; }

    /// <summary>When announcements of the peer were last recorded, to within a few minutes.</summary>
    public DateTimeOffset? ReceivedAt { get; set; }
}
