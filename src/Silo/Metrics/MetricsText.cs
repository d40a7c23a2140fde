using System.Diagnostics.Metrics;
using SoundTime.Api;
using SoundTime.Relay.Metrics;

namespace SoundTime.Silo.Metrics;

/// <summary>Writes the node's meter for Prometheus.</summary>
/// <param name="reader">What has to be asked for.</param>
/// <param name="status">Where that is shown.</param>
/// <param name="meters">Makes the meter.</param>
internal sealed class MetricsText(ContentStatusReader reader, StatusMetrics status, IMeterFactory meters) : IMetricsText
{
    /// <inheritdoc/>
    public async Task<string> WriteAsync(CancellationToken cancellationToken)
    {
        status.Show(await reader.ReadAsync(cancellationToken));
        return PrometheusText.Write(meters.CreateNodeMeter());
    }
}
