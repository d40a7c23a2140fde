using SoundTime.Storage.Peers;

namespace SoundTime.Api;

/// <summary>How far the catalogue of one peer has come (protocol sheet, section 7.5).</summary>
internal sealed record SyncPeerBody
{
    /// <summary>All that it says to have is here.</summary>
    public const string Synced = "synced";

    /// <summary>Some of it is here.</summary>
    public const string Partial = "partial";

    /// <summary>Nothing of it is here.</summary>
    public const string NotSynced = "not_synced";

    /// <summary>It cannot be asked.</summary>
    public const string Offline = "offline";

    /// <summary>It says to have nothing.</summary>
    public const string Empty = "empty";

    public required string NodeId { get; init; }

    /// <summary>Nodes do not tell their names: always null.</summary>
    public string? Name { get; }

    public required string? Version { get; init; }

    public required bool IsOnline { get; init; }

    /// <summary>How many tracks it says to have.</summary>
    public required long PeerAnnouncedTracks { get; init; }

    /// <summary>How many it has announced and still offers.</summary>
    public required long LocalRemoteTracks { get; init; }

    /// <summary>The same: a copy that is not offered any more is not kept.</summary>
    public required long AvailableTracks { get; init; }

    public required long OurTrackCount { get; init; }

    /// <summary>What is here of what it says to have, to 2 decimals; 0 where it says to have nothing. More than 1 where it has fewer than it announced.</summary>
    public required double SyncRatio { get; init; }

    /// <summary>One of the constants above.</summary>
    public required string SyncState { get; init; }

    /// <summary>When it was last in contact, or was added where it never was, with an offset of <c>+00:00</c>.</summary>
    public required DateTimeOffset LastSeen { get; init; }

    /// <summary>Writes what is known of a peer.</summary>
    /// <param name="peer">The peer.</param>
    /// <param name="copies">How many tracks it has announced and still offers.</param>
    /// <param name="ourTracks">How many tracks of our own there are.</param>
    public static SyncPeerBody Of(PeerRecord peer, long copies, long ourTracks)
    {
        var announced = peer.TrackCount ?? 0;
        return new()
        {
            NodeId = peer.Id.ToString(),
            Version = peer.Version,
            IsOnline = peer.IsOnline,
            PeerAnnouncedTracks = announced,
            LocalRemoteTracks = copies,
            AvailableTracks = copies,
            OurTrackCount = ourTracks,
            SyncRatio = announced == 0 ? 0 : Math.Round((double)copies / announced, 2, MidpointRounding.AwayFromZero),
            SyncState = StateOf(peer.IsOnline, announced, copies),
            LastSeen = (peer.LastSeen ?? peer.AddedAt).ToUniversalTime(),
        };
    }

    private static string StateOf(bool isOnline, long announced, long copies)
    {
        if (!isOnline)
        {
            return Offline;
        }

        if (announced == 0)
        {
            return Empty;
        }

        return copies >= announced ? Synced : copies > 0 ? Partial : NotSynced;
    }
}
