using Microsoft.Extensions.Diagnostics.HealthChecks;
using SoundTime.Iroh;

namespace SoundTime.Silo.Hosting;

/// <summary>Whether other nodes can be talked to.</summary>
internal sealed class EndpointHealth(IrohEndpoint endpoint) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(endpoint.Ended.IsCompleted ? HealthCheckResult.Unhealthy("The endpoint has ended.") : HealthCheckResult.Healthy());
}
