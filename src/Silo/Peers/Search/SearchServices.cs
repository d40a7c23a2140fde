using SoundTime.Api;
using SoundTime.Grains.Search;

namespace SoundTime.Silo.Peers;

/// <summary>Puts together what asks peers for tracks.</summary>
internal static class SearchServices
{
    /// <summary>Adds it. The grains themselves come with all others.</summary>
    public static IServiceCollection AddSearch(this IServiceCollection services, SearchOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(new FilterMemory(options.FilterMemory));
        services.AddSingleton<SearchLoad>();
        services.AddSingleton<ISearchLink, SearchLink>();
        services.AddSingleton<IPeerSearch, PeerSearch>();
        services.AddSingleton<RoutingWaker>();
        services.AddHostedService(provider => provider.GetRequiredService<RoutingWaker>());
        return services;
    }
}
