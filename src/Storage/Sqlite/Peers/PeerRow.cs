using System.Text.Json;
using SoundTime.Storage.Peers;
using SoundTime.Wire;

namespace SoundTime.Storage.Sqlite;

/// <summary>A row of <c>peers</c>.</summary>
internal sealed class PeerRow
{
    public required byte[] Node { get; init; }

    public required int Trust { get; init; }

    public string? Version { get; init; }

    public long? TrackCount { get; init; }

    public required bool IsOnline { get; init; }

    public required long AddedAt { get; init; }

    public long? LastSeen { get; init; }

    public string? LastAddress { get; init; }

    public required string Hosts { get; init; }

    public required int FailedDeliveries { get; init; }

    public long? DeliveryRate { get; init; }

    public long? DeliveredAt { get; init; }

    public static PeerRow From(PeerRecord peer) => new()
    {
        Node = peer.Id.ToArray(),
        Trust = (int)peer.Trust,
        Version = peer.Version,
        TrackCount = peer.TrackCount,
        IsOnline = peer.IsOnline,
        AddedAt = peer.AddedAt.UtcTicks,
        LastSeen = peer.LastSeen?.UtcTicks,
        LastAddress = peer.LastAddress,
        Hosts = JsonSerializer.Serialize(peer.Hosts),
        FailedDeliveries = peer.FailedDeliveries,
        DeliveryRate = peer.DeliveryRate,
        DeliveredAt = peer.DeliveredAt?.UtcTicks,
    };

    public PeerRecord ToPeer() => new()
    {
        Id = new NodeId(Node),
        Trust = (PeerTrust)Trust,
        Version = Version,
        TrackCount = TrackCount,
        IsOnline = IsOnline,
        AddedAt = AddedAt.ToTime(),
        LastSeen = LastSeen?.ToTime(),
        LastAddress = LastAddress,
        Hosts = JsonSerializer.Deserialize<string[]>(Hosts)!,
        FailedDeliveries = FailedDeliveries,
        DeliveryRate = DeliveryRate,
        DeliveredAt = DeliveredAt?.ToTime(),
    };
}
