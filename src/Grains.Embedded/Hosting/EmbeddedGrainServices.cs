using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace SoundTime.Grains.Embedded;

/// <summary>Puts grains among the services of a host.</summary>
public static class EmbeddedGrainServices
{
    /// <summary>
    /// Runs the grains of an assembly in this process. Needs <see cref="Storage.GrainStates.IGrainStateStore"/> and
    /// <see cref="Storage.GrainStates.IReminderStore"/>; gives <see cref="IGrainFactory"/>, and <see cref="IGrainContext"/> to what grains are made of.
    /// The start throws <see cref="GrainCheckException"/> if the grains are not made for both runtimes.
    /// </summary>
    public static IServiceCollection AddEmbeddedGrains(this IServiceCollection services, Assembly grains, Action<EmbeddedGrainOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(grains);
        var options = new EmbeddedGrainOptions();
        configure?.Invoke(options);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new EmbeddedGrainRuntime(provider, grains, options));
        services.AddSingleton<IGrainFactory>(provider => provider.GetRequiredService<EmbeddedGrainRuntime>().GrainFactory);
        services.AddHostedService(provider => provider.GetRequiredService<EmbeddedGrainRuntime>());
        services.AddScoped<CurrentActivation>();
        services.AddScoped<IGrainContext>(provider => provider.GetRequiredService<CurrentActivation>().Activation
            ?? throw new InvalidOperationException("IGrainContext belongs to a grain; there is none here."));
        return services;
    }
}
