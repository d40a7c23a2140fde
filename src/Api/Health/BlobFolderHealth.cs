using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace SoundTime.Api;

/// <summary>Whether the blob folder can be written to, in time, and has space.</summary>
internal sealed class BlobFolderHealth(ApiOptions options, TimeProvider time) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            // On the pool: a network share that is gone lets its callers hang.
            return await Task.Run(Check, cancellationToken).WaitAsync(options.HealthCheckTimeout, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return HealthCheckResult.Unhealthy("The blob folder does not answer in time.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return HealthCheckResult.Unhealthy("The blob folder cannot be written to.");
        }
    }

    private HealthCheckResult Check()
    {
        var path = Path.Combine(options.BlobFolder, $".health-{Guid.NewGuid():N}");
        using (var probe = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose))
        {
            probe.WriteByte(0);
        }

        return new DriveInfo(options.BlobFolder).AvailableFreeSpace >= options.MinimumFreeBytes
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("The disk of the blob folder is nearly full.");
    }
}
