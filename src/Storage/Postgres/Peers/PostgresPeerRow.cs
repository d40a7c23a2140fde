using SoundTime.Storage.Peers;
using SoundTime.Wire;

namespace SoundTime.Storage.Postgres;

/// <summary>A row of <c>peers</c>.</summary>
internal sealed class PostgresPeerRow
{
    public required byte[] Node { get; init; }

    public required int Trust { get; init; }

    public string? Version { get; init; }

    public long? TrackCount { get; init; }

    public required bool IsOnline { get; init; }

    public required DateTime AddedAt { get; init; }

    public DateTime? LastSeen { get; init; }

    public string? LastAddress { get; init; }

    public required string[] Hosts { get; init; }

    public required int FailedDeliveries { get; init; }

    public long? DeliveryRate { get; init; }

    public DateTime? DeliveredAt { get; init; }

    public static PostgresPeerRow From(PeerRecord peer) => new()
    {
        Node = peer.Id.ToArray(),
        Trust = (int)peer.Trust,
        Version = peer.Version,
        TrackCount = peer.TrackCount,
        IsOnline = peer.IsOnline,
        AddedAt = peer.AddedAt.UtcDateTime,
        LastSeen = peer.LastSeen?.UtcDateTime,
        LastAddress = peer.LastAddress,
        Hosts = [.. peer.Hosts],
        FailedDeliveries = peer.FailedDeliveries,
        DeliveryRate = peer.DeliveryRate,
        DeliveredAt = peer.DeliveredAt?.UtcDateTime,
    };

    public PeerRecord ToPeer() => new()
    {
        Id = new NodeId(Node),
        Trust = (PeerTrust)Trust,
        Version = Version,
        TrackCount = TrackCount,
        IsOnline = IsOnline,
        AddedAt = AddedAt,
        LastSeen = LastSeen,
        LastAddress = LastAddress,
        Hosts = Hosts,
        FailedDeliveries = FailedDeliveries,
        DeliveryRate = DeliveryRate,
        DeliveredAt = DeliveredAt,
    };
}
