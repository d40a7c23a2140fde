using SoundTime.Wire;

namespace SoundTime.Api;

/// <summary>A report of the connection doctor as the API writes it, and as the program reads it again.</summary>
public sealed record DoctorReportBody(string? NodeId, bool Running, bool CanBeReached, string Summary, IReadOnlyList<FindingBody> Findings)
{
    /// <summary>Writes a report.</summary>
    public static DoctorReportBody Of(DoctorReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return new DoctorReportBody(
            report.NodeId?.ToString(), report.IsRunning, report.CanBeReached, report.Summary, [.. report.Findings.Select(FindingBody.Of)]);
    }

    /// <summary>The report.</summary>
    public DoctorReport ToReport() => new(
        SoundTime.Wire.NodeId.TryParse(NodeId, out var id) ? id : null, Running, CanBeReached, Summary, [.. Findings.Select(finding => finding.ToFinding())]);
}
