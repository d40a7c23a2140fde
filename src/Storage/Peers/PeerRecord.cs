using SoundTime.Wire;

namespace SoundTime.Storage.Peers;

/// <summary>Another node as this one knows it. What it says of itself is its claim; its id alone is proved, by TLS.</summary>
public sealed record PeerRecord
{
    /// <summary>Longest <see cref="Version"/> in characters.</summary>
    public const int MaxVersionLength = 64;

    /// <summary>Most <see cref="Hosts"/>.</summary>
    public const int MaxHosts = 16;

    /// <summary>Longest text of <see cref="LastAddress"/> and of each of <see cref="Hosts"/>, in characters.</summary>
    public const int MaxHostLength = 300;

    /// <summary>Its id.</summary>
    public required NodeId Id { get; init; }

    /// <summary>How it came to be known.</summary>
    public PeerTrust Trust { get; init; }

    /// <summary>The version it says to be; null while it was not asked.</summary>
    public string? Version { get; init; }

    /// <summary>How many tracks it says to have; null while it was not asked.</summary>
    public long? TrackCount { get; init; }

    /// <summary>Whether it answered when it was last asked.</summary>
    public bool IsOnline { get; init; }

    /// <summary>When it became known.</summary>
    public required DateTimeOffset AddedAt { get; init; }

    /// <summary>When it was last in contact; null before that. Kept to within a few minutes.</summary>
    public DateTimeOffset? LastSeen { get; init; }

    /// <summary>Where it was seen last, as <c>address:port</c> or the URL of a relay; null before that.</summary>
    public string? LastAddress { get; init; }

    /// <summary>Where the admin says it is: <c>host:port</c> or the URL of a relay each.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>How often in a row a track that it sent was not the one that was asked for.</summary>
    public int FailedDeliveries { get; init; }

    /// <summary>How fast it sends tracks, in bytes a second: the mean of its deliveries, the last ones counting most; null before the first.</summary>
    public long? DeliveryRate { get; init; }

    /// <summary>When it last sent a track that was the one that was asked for; null before the first.</summary>
    public DateTimeOffset? DeliveredAt { get; init; }
}
