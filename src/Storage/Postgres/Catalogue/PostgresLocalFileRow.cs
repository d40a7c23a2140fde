using SoundTime.Storage.Catalogue;
using SoundTime.Wire;

namespace SoundTime.Storage.Postgres;

/// <summary>A row of <c>local_files</c>.</summary>
internal sealed class PostgresLocalFileRow
{
    public required string Path { get; init; }

    public required byte[] Hash { get; init; }

    public required long Size { get; init; }

    public required long ModifiedAt { get; init; }

    public required bool IsRotten { get; init; }

    public LocalFile ToLocalFile() => new(Path, new BlobHash(Hash), Size, new DateTimeOffset(ModifiedAt, TimeSpan.Zero)) { IsRotten = IsRotten };
}
