using SoundTime.Api;
using SoundTime.Iroh;
using SoundTime.Iroh.Identity;
using SoundTime.Iroh.Lookup;
using SoundTime.Silo.Options;
using SoundTime.Storage.Peers;

namespace SoundTime.Silo.Discovery;

/// <summary>Puts together what finds nodes and lets this one be found.</summary>
internal static class DiscoveryServices
{
    /// <summary>Adds it. The application adds the endpoint, <c>IPeerStore</c>, <c>IGrainFactory</c> and the clock. Nothing of it holds up the start.</summary>
    public static IServiceCollection AddDiscovery(this IServiceCollection services, NodeDiscovery discovery, SecretKey key, NodeOptions options)
    {
        services.AddSingleton(discovery);
        services.AddSingleton(provider => new OwnAddress(provider.GetRequiredService<IrohEndpoint>(), options.ExternalAddresses));
        services.AddSingleton<IInvitations, Invitations>();
        services.AddSingleton(provider => new PkarrPublisher(
            key,
            provider.GetRequiredService<OwnAddress>(),
            options.PkarrUrls,
            discovery.Directories,
            provider.GetRequiredService<ILogger<PkarrPublisher>>()));
        services.AddHostedService<PublishingService>();
        if (discovery.Local is { } local)
        {
            services.AddSingleton(local);
            services.AddHostedService<LocalDiscoveryService>();
            services.AddHostedService(provider => new LocalPeers(
                local.Found,
                provider.GetRequiredService<IPeerStore>(),
                provider.GetRequiredService<IGrainFactory>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<LocalPeers>>()));
        }

        return services;
    }
}
