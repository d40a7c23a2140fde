using Microsoft.Extensions.Diagnostics.HealthChecks;
using SoundTime.Storage.Catalogue;

namespace SoundTime.Api;

/// <summary>Whether the catalogue answers a query in time.</summary>
internal sealed class CatalogueHealth(ICatalogue catalogue, ApiOptions options, TimeProvider time) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            // A look-up by key costs the same in a catalogue of any size.
            await catalogue.FindTrackAsync(Guid.Empty, cancellationToken).WaitAsync(options.HealthCheckTimeout, time, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (TimeoutException)
        {
            return HealthCheckResult.Unhealthy("The catalogue does not answer in time.");
        }
    }
}
