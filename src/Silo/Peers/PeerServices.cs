using SoundTime.Api;
using SoundTime.Grains.Peers;
using SoundTime.Grains.Search;
using SoundTime.Grains.Tracks;
using SoundTime.Iroh;
using SoundTime.Storage.Blocking;
using SoundTime.Storage.Catalogue;
using SoundTime.Wire.Messages;

namespace SoundTime.Silo.Peers;

/// <summary>Puts together what talks to other nodes.</summary>
internal static class PeerServices
{
    /// <summary>
    /// Adds everything that needs the endpoint. The application adds the stores, <c>BlobStore</c>, <c>LocalContent</c>, the clock, what grains run on,
    /// and <see cref="AddBlocking"/>.
    /// </summary>
    public static IServiceCollection AddPeers(
        this IServiceCollection services, IrohEndpoint endpoint, IReadOnlyList<NodeAddress> seeds, SearchOptions? search = null, HealthOptions? health = null)
    {
        services.AddSingleton(endpoint);
        services.AddSingleton(new SeedList(seeds));
        services.AddSingleton<IPeerLink, PeerLink>();
        services.AddSingleton<PeerNotices>();
        services.AddSingleton<PeerAddresses>();
        services.AddSingleton<PeerClient>();
        services.AddSingleton<Delivery>();
        services.AddSingleton<ChangeSender>();
        services.AddSingleton<FilterSender>();
        services.AddSingleton<CopyFetcher>();
        services.AddSingleton<ITrackLink, TrackLink>();
        services.AddSingleton<PeerSessions>();
        services.AddSingleton<PeerCutoff>();
        services.AddSingleton<StreamHandler>();
        services.AddHandlers();
        services.AddHosted<PeerConnections>();
        services.AddHosted<TrackFetches>();
        services.AddHosted<PeerListener>();
        services.AddHosted<OwnFilter>();
        services.AddHosted<ChangeNotifier>();
        services.AddHosted<PeerContacts>();
        services.AddSingleton(health ?? new HealthOptions());
        services.AddHosted<HealthSweepStarter>();
        services.AddSearch(search ?? new SearchOptions());
        return services;
    }

    /// <summary>Adds what acts on the block list, also for a node that talks to no others: what blocked peers announced goes there too.</summary>
    public static IServiceCollection AddBlocking(this IServiceCollection services)
    {
        services.AddSingleton(provider => new BlockEnforcer(
            provider.GetRequiredService<IBlockList>(),
            provider.GetRequiredService<ICatalogue>(),
            provider.GetService<PeerCutoff>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<BlockEnforcer>>()));
        services.AddHostedService(provider => provider.GetRequiredService<BlockEnforcer>());
        services.AddSingleton<IPeerBlocking, PeerBlocking>();
        return services;
    }

    private static void AddHandlers(this IServiceCollection services)
    {
        services.AddSingleton<MessageTable>();
        services.AddSingleton<AnnouncementRecorder>();
        services.AddSingleton<CatalogueHandler>();
        services.AddSingleton<IMessageHandler, AnnounceTrackHandler>();
        services.AddSingleton<IMessageHandler, BloomExchangeHandler>();
        services.AddSingleton<IMessageHandler, FetchTrackHandler>();
        services.AddSingleton<IMessageHandler, PeerExchangeHandler>();
        services.AddSingleton<IMessageHandler, PingHandler>();
        services.AddSingleton<IMessageHandler, RequestCatalogHandler>();
        services.AddSingleton<IMessageHandler, SearchQueryHandler>();
        services.AddSingleton<IMessageHandler, IgnoredMessageHandler<Pong>>();
        services.AddSingleton<IMessageHandler, IgnoredMessageHandler<SearchResults>>();
        services.AddSingleton<IMessageHandler, IgnoredMessageHandler<TrackData>>();
    }

    private static void AddHosted<T>(this IServiceCollection services)
        where T : class, IHostedService
    {
        services.AddSingleton<T>();
        services.AddHostedService(provider => provider.GetRequiredService<T>());
    }
}
