namespace SoundTime.Api;

/// <summary>What became of a batch of uploads.</summary>
/// <param name="Imported">How many files were taken in, or were here already.</param>
/// <param name="Failed">How many were not.</param>
/// <param name="Results">Each file, in the order of the form.</param>
internal sealed record UploadBatchBody(int Imported, int Failed, IReadOnlyList<UploadBatchResult> Results)
{
    /// <summary>Counts the results.</summary>
    public static UploadBatchBody Of(IReadOnlyList<UploadBatchResult> results)
    {
        var imported = results.Count(result => result.Track is not null);
        return new UploadBatchBody(imported, results.Count - imported, results);
    }
}
