using SoundTime.Api;

namespace SoundTime.Silo.Metrics;

/// <summary>Puts together what the node counts.</summary>
internal static class MetricsServices
{
    /// <summary>Adds it. The application adds the API; parts that count by themselves add what they count with.</summary>
    public static IServiceCollection AddNodeMetrics(this IServiceCollection services)
    {
        services.AddMetrics();
        services.AddSingleton<StatusMetrics>();
        services.AddSingleton<IMetricsText, MetricsText>();
        return services;
    }
}
