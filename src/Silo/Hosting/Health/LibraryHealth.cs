using Microsoft.Extensions.Diagnostics.HealthChecks;
using SoundTime.Import;

namespace SoundTime.Silo.Hosting;

/// <summary>Whether the library folder is kept in step. All else goes on while it is not.</summary>
internal sealed class LibraryHealth(LibraryWatcher library) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(library.Status.State == LibraryState.Failed
            ? HealthCheckResult.Degraded("The library folder cannot be kept in step; the node's log says why.")
            : HealthCheckResult.Healthy());
}
