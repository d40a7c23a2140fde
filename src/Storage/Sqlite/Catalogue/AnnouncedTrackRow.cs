using SoundTime.Storage.Catalogue;

namespace SoundTime.Storage.Sqlite;

/// <summary>A track as <c>AnnouncementWriter</c> selects it: what is known of it, and the copy of the peer that announces it.</summary>
internal sealed class AnnouncedTrackRow : TrackRow
{
    /// <summary>Null if the peer has no copy yet.</summary>
    public string? CopyFormat { get; init; }

    public long CopyFileSize { get; init; }

    public int? CopyBitrate { get; init; }

    public int? CopySampleRate { get; init; }

    /// <summary>Whether the peer said the same of its copy before.</summary>
    public bool HasSameCopy(TrackFacts facts) =>
        (CopyFormat, CopyFileSize, CopyBitrate, CopySampleRate) == (facts.Tags.Format, facts.FileSize, facts.Tags.Bitrate, facts.Tags.SampleRate);
}
