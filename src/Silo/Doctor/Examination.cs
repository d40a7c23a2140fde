using SoundTime.Api;
using SoundTime.Silo.Peers;

namespace SoundTime.Silo.Doctor;

/// <summary>Runs checks side by side, each within a time limit; one that fails or takes too long is a finding too, and disturbs no other.</summary>
internal static class Examination
{
    /// <summary>How long a check may take: longer than what it asks for waits, and shorter than the API's own limit.</summary>
    public static readonly TimeSpan CheckLimit = TimeSpan.FromSeconds(20);

    /// <summary>All findings, in the order of the checks.</summary>
    public static async Task<IReadOnlyList<Finding>> RunAsync(IEnumerable<IConnectionCheck> checks, TimeProvider time, CancellationToken cancellationToken)
    {
        var findings = await Task.WhenAll(checks.Select(check => LookAsync(check, time, cancellationToken)));
        return [.. findings.SelectMany(some => some)];
    }

    private static async Task<IReadOnlyList<Finding>> LookAsync(IConnectionCheck check, TimeProvider time, CancellationToken cancellationToken)
    {
        using var limit = new TimeLimit(CheckLimit, time, cancellationToken);
        try
        {
            return await check.LookAsync(limit.Token).WaitAsync(limit.Token);
        }
        catch (OperationCanceledException) when (limit.HasPassed && !cancellationToken.IsCancellationRequested)
        {
            return [new Finding(check.Name, null, FindingState.Unknown, $"This took longer than {CheckLimit.TotalSeconds:0} seconds.", "Try again; if it stays so, the network or this machine is overloaded.")];
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return [new Finding(check.Name, null, FindingState.Unknown, $"This could not be looked at: {exception.Message}")];
        }
    }
}
