using SoundTime.Storage.Catalogue;

namespace SoundTime.Storage.Postgres;

/// <summary>A track that a peer announces and that is known, with the peer's copy of it if that is known too.</summary>
internal sealed class PostgresAnnouncedRow : PostgresTrackRow
{
    public string? CopyFormat { get; init; }

    public long? CopyFileSize { get; init; }

    public int? CopyBitrate { get; init; }

    public int? CopySampleRate { get; init; }

    public bool HasCopy => CopyFormat is not null;

    /// <summary>Whether the known copy is as the peer says now.</summary>
    public bool HasCopyOf(TrackFacts facts) =>
        (CopyFormat, CopyFileSize, CopyBitrate, CopySampleRate) == (facts.Tags.Format, facts.FileSize, facts.Tags.Bitrate, facts.Tags.SampleRate);
}
