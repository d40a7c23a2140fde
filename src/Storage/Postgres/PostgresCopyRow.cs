using SoundTime.Storage.Catalogue;
using SoundTime.Wire;

namespace SoundTime.Storage.Postgres;

/// <summary>A row of <c>copies</c>.</summary>
internal sealed class PostgresCopyRow
{
    public required Guid Id { get; init; }

    public required byte[] Hash { get; init; }

    public required byte[] Node { get; init; }

    public required string Format { get; init; }

    public required long FileSize { get; init; }

    public int? Bitrate { get; init; }

    public int? SampleRate { get; init; }

    public required DateTime AnnouncedAt { get; init; }

    public Copy ToCopy() => new(Id, new BlobHash(Hash), new NodeId(Node), Format, FileSize, Bitrate, SampleRate, AnnouncedAt);
}
