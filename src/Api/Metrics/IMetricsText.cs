namespace SoundTime.Api;

/// <summary>What the node counts and measures, written for Prometheus.</summary>
public interface IMetricsText
{
    /// <summary>All of it now, in Prometheus's text format 0.0.4. What cannot be read is left out: it is unknown, and not nothing.</summary>
    Task<string> WriteAsync(CancellationToken cancellationToken);
}
