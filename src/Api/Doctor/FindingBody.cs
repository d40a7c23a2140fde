namespace SoundTime.Api;

/// <summary>A finding as the API writes it: the state as <c>ok</c>, <c>warning</c>, <c>failed</c> or <c>unknown</c>.</summary>
public sealed record FindingBody(string Check, string? Subject, string State, string Text, string? Advice)
{
    /// <summary>Writes a finding.</summary>
    public static FindingBody Of(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        var state = finding.State switch
        {
            FindingState.Ok => "ok",
            FindingState.Warning => "warning",
            FindingState.Failed => "failed",
            _ => "unknown",
        };
        return new FindingBody(finding.Check, finding.Subject, state, finding.Text, finding.Advice);
    }

    /// <summary>The finding; a state of a newer node is unknown.</summary>
    public Finding ToFinding() => new(
        Check,
        Subject,
        State switch
        {
            "ok" => FindingState.Ok,
            "warning" => FindingState.Warning,
            "failed" => FindingState.Failed,
            _ => FindingState.Unknown,
        },
        Text,
        Advice);
}
