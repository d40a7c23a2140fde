using System.Net;
using SoundTime.Wire;

namespace SoundTime.Silo.Peers;

/// <summary>Another node as this one knows it, at one moment.</summary>
internal sealed record Peer
{
    /// <summary>Its id: the key it proved to hold, or the id that the admin named as a seed.</summary>
    public required NodeId Id { get; init; }

    /// <summary>When it was last in contact; null before that.</summary>
    public DateTimeOffset? LastSeen { get; init; }

    /// <summary>Where it was last seen.</summary>
    public IPEndPoint? EndPoint { get; init; }

    /// <summary>Whether it is connected, or was in contact a short while ago.</summary>
    public bool IsOnline { get; init; }

    /// <summary>How many tracks it says to have; null while it was not asked.</summary>
    public ulong? TrackCount { get; init; }

    /// <summary>The version it says to be.</summary>
    public string? Version { get; init; }

    /// <summary>How often in a row a track that it sent was not the one that was asked for.</summary>
    public int FailedDeliveries { get; init; }
}
