using SoundTime.Api;

namespace SoundTime.Silo.Doctor;

/// <summary>Puts the connection doctor together.</summary>
internal static class DoctorServices
{
    /// <summary>Adds it, where P2P is on.</summary>
    public static IServiceCollection AddConnectionDoctor(this IServiceCollection services)
    {
        services.AddSingleton<PeerPaths>();
        services.AddSingleton<IConnectionDoctor, ConnectionDoctor>();
        return services;
    }
}
