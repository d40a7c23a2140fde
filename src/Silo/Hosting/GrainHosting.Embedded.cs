using SoundTime.Grains.Peers;

namespace SoundTime.Silo.Hosting;

/// <summary>What grains run on: this process.</summary>
internal static class GrainHosting
{
    /// <summary>Adds the grains and what runs them. They keep their states in the stores.</summary>
    public static IServiceCollection AddGrains(this IServiceCollection services, Action<EmbeddedGrainOptions>? configure = null)
    {
        services.AddSingleton(Random.Shared);
        services.AddEmbeddedGrains(typeof(IPeerGrain).Assembly, configure);
        return services;
    }
}
