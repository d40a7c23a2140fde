using System.Text.Json;
using StoredFinding = SoundTime.Storage.Integrity.Finding;

namespace SoundTime.Api;

/// <summary>Something that is wrong with a file, or was, as the API writes it.</summary>
/// <param name="Kind">What, in snake case, such as <c>rotten_file</c>.</param>
/// <param name="Subject">Of which file: its path, or the hash of a blob.</param>
/// <param name="Hash">The hash that its bytes should have; null for a file that is none of ours.</param>
/// <param name="FoundAt">When it was found; UTC, so that it is written with a <c>Z</c>, as the time below.</param>
/// <param name="ResolvedAt">When it was right again, mended or forgotten; null while it is open.</param>
internal sealed record StoredFindingBody(string Kind, string Subject, string? Hash, DateTime FoundAt, DateTime? ResolvedAt)
{
    /// <summary>Writes a finding.</summary>
    public static StoredFindingBody Of(StoredFinding finding) => new(
        JsonNamingPolicy.SnakeCaseLower.ConvertName(finding.Kind.ToString()),
        finding.Subject,
        finding.Hash?.ToString(),
        finding.FoundAt.UtcDateTime,
        finding.ResolvedAt?.UtcDateTime);
}
