using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using SoundTime.Storage.Integrity;

namespace SoundTime.Api;

/// <summary>Whether something was found wrong with the files that this node holds. It is never failing over it: all that is right is served nevertheless.</summary>
internal sealed class IntegrityHealth(IIntegrityStore integrity, ApiOptions options, TimeProvider time) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var open = await integrity.CountOpenAsync(cancellationToken).WaitAsync(options.HealthCheckTimeout, time, cancellationToken);
            return open.Values.Sum() is > 0 and var count
                ? HealthCheckResult.Degraded(string.Create(CultureInfo.InvariantCulture, $"Something is wrong with {count} files: GET /api/admin/integrity names them, docs/verify.md says what to do."))
                : HealthCheckResult.Healthy();
        }
        catch (TimeoutException)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, "What was found wrong with files cannot be read in time.");
        }
    }
}
