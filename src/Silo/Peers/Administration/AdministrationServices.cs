using SoundTime.Api;

namespace SoundTime.Silo.Peers;

/// <summary>Puts together what the admin does with peers.</summary>
internal static class AdministrationServices
{
    /// <summary>
    /// Adds it, where P2P is on. The application adds <c>IGrainFactory</c>, <c>IPeerLink</c>, <c>ICatalogue</c>, <c>IPeerStore</c>,
    /// <c>IBlockList</c> and the clock.
    /// </summary>
    public static IServiceCollection AddPeerAdministration(this IServiceCollection services)
    {
        services.AddSingleton<IPeerAdministration, PeerAdministration>();
        services.AddSingleton<ITrackAdministration, TrackAdministration>();
        services.AddSingleton<LibrarySync>();
        services.AddSingleton<ILibrarySync>(provider => provider.GetRequiredService<LibrarySync>());
        services.AddHostedService(provider => provider.GetRequiredService<LibrarySync>());
        return services;
    }
}
