using SoundTime.Storage.Catalogue;

namespace SoundTime.Api;

/// <summary>What became of an upload (protocol sheet, section 9.6).</summary>
internal sealed record UploadBody(Guid Id, string Title, float Duration, string Format, string Message)
{
    /// <summary>Writes the outcome of an import.</summary>
    public static UploadBody Of(ImportedTrack imported) => new(
        imported.Track.Id,
        imported.Track.Tags.Title,
        imported.Track.Tags.DurationSecs,
        imported.Track.Tags.Format,
        imported.IsNew ? "The track was added." : "This very track was here already; nothing was added.");
}
