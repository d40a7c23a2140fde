namespace SoundTime.Storage.Blocking;

/// <summary>What is to be blocked.</summary>
/// <param name="Domain">1 to <see cref="MaxDomainLength"/> characters.</param>
/// <param name="Reason">Up to <see cref="MaxReasonLength"/> characters, or null.</param>
public sealed record BlockRequest(string Domain, string? Reason)
{
    /// <summary>Longest domain in characters (protocol sheet, section 11).</summary>
    public const int MaxDomainLength = 255;

    /// <summary>Longest reason in characters.</summary>
    public const int MaxReasonLength = 1_000;
}
