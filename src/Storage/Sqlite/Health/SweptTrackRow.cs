using SoundTime.Storage.Health;
using SoundTime.Wire;

namespace SoundTime.Storage.Sqlite;

/// <summary>A track as <c>SqliteTrackHealthStore</c> selects it for the sweep, without its health.</summary>
internal sealed class SweptTrackRow
{
    public required byte[] Id { get; init; }

    public required byte[] Hash { get; init; }

    public required long FileSize { get; init; }

    public required bool IsLocal { get; init; }

    public required bool HasOnlineHolder { get; init; }

    /// <param name="health">Its health, null where nothing is stored.</param>
    public SweptTrack ToTrack(TrackHealthRow? health) =>
        new(Id.ToGuid(), new BlobHash(Hash), FileSize, health?.ToHealth() ?? TrackHealth.Healthy, HasOnlineHolder);
}
