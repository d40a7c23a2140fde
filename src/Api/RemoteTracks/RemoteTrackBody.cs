using SoundTime.Storage.Blobs;
using SoundTime.Storage.Health;

namespace SoundTime.Api;

/// <summary>A track that only peers hold as the API writes it: the fields of Rust nodes (protocol sheet, section 9.4), then ours.</summary>
internal sealed record RemoteTrackBody
{
    public required Guid Id { get; init; }

    /// <summary>The id by which it is played, which is the same: Rust nodes keep such a track in two tables.</summary>
    public required Guid LocalTrackId { get; init; }

    public required string Title { get; init; }

    public required string ArtistName { get; init; }

    public required string? AlbumTitle { get; init; }

    /// <summary><c>p2p://</c> and the id of its origin, the peer that announced it first; null where nobody offers it any more.</summary>
    public required string? InstanceDomain { get; init; }

    /// <summary>The same, with its hash behind.</summary>
    public required string? RemoteUri { get; init; }

    public required int? Bitrate { get; init; }

    public required int? SampleRate { get; init; }

    public required string Format { get; init; }

    /// <summary>Whether it can be played as far as is known: neither dereferenced nor taken out, and here or offered by a peer.</summary>
    public required bool IsAvailable { get; init; }

    /// <summary>Since when at the latest the sweep has looked at it; with an offset of <c>+00:00</c>, as the times below.</summary>
    public required DateTimeOffset? LastCheckedAt { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary><c>healthy</c>, <c>recovered</c>, <c>degraded</c> or <c>dereferenced</c>.</summary>
    public required string Health { get; init; }

    /// <summary>How often in a row no copy of it came.</summary>
    public required int Strikes { get; init; }

    public required bool TakenOut { get; init; }

    public required string? LastFailure { get; init; }

    public required DateTimeOffset? FailedAt { get; init; }

    public required DateTimeOffset? RecoveredAt { get; init; }

    /// <summary>Whether its bytes are here.</summary>
    public required bool IsHere { get; init; }

    /// <summary>Whether they stay here whatever the cache needs.</summary>
    public required bool IsPinned { get; init; }

    /// <summary>Who offers it, the longest known first, at most <see cref="ITrackHealthStore.MaxCopiesListed"/>.</summary>
    public required IReadOnlyList<RemoteCopyBody> Copies { get; init; }

    /// <summary>Writes a track.</summary>
    /// <param name="remote">The track.</param>
    /// <param name="copies">Its copies.</param>
    /// <param name="place">Where its bytes lie; null where they are not here.</param>
    /// <param name="sweep">How far the sweep is; null where there is none.</param>
    public static RemoteTrackBody Of(RemoteTrack remote, IReadOnlyList<RemoteCopyBody> copies, BlobPlace? place, SweepStatus? sweep)
    {
        var (track, health) = (remote.Track, remote.Health);
        var origin = remote.Copies.Count > 0 ? remote.Copies[0] : null;
        return new()
        {
            Id = track.Id,
            LocalTrackId = track.Id,
            Title = track.Tags.Title,
            ArtistName = track.Tags.ArtistName,
            AlbumTitle = track.Tags.AlbumTitle,
            InstanceDomain = origin is null ? null : $"p2p://{origin.Peer}",
            RemoteUri = origin is null ? null : $"p2p://{origin.Peer}/{track.Hash}",
            Bitrate = origin is null ? track.Tags.Bitrate : origin.Bitrate,
            SampleRate = origin is null ? track.Tags.SampleRate : origin.SampleRate,
            Format = origin?.Format ?? track.Tags.Format,
            IsAvailable = health is { State: not TrackHealthState.Dereferenced, IsTakenOut: false } && (origin is not null || place is not null),
            LastCheckedAt = Later(health.CheckedAt, sweep?.CheckedSince(track.Id))?.ToUniversalTime(),
            CreatedAt = track.CreatedAt.ToUniversalTime(),
            Health = HealthText.Of(health.State),
            Strikes = health.Strikes,
            TakenOut = health.IsTakenOut,
            LastFailure = HealthText.Of(health.LastFailure),
            FailedAt = health.FailedAt?.ToUniversalTime(),
            RecoveredAt = health.RecoveredAt?.ToUniversalTime(),
            IsHere = place is not null,
            IsPinned = place == BlobPlace.Pinned,
            Copies = copies,
        };
    }

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => one is null || other > one ? other : one;
}
