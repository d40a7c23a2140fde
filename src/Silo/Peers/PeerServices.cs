using SoundTime.Iroh;
using SoundTime.Wire.Messages;

namespace SoundTime.Silo.Peers;

/// <summary>Puts together what talks to other nodes.</summary>
internal static class PeerServices
{
    /// <summary>
    /// Adds everything that needs the endpoint. The application adds <c>ICatalogue</c>, <c>BlobStore</c>, <c>LocalContent</c> and the clock.
    /// </summary>
    public static IServiceCollection AddPeers(this IServiceCollection services, IrohEndpoint endpoint, IReadOnlyList<NodeAddress> seeds)
    {
        services.AddSingleton(endpoint);
        services.AddSingleton(new SeedList(seeds));
        services.AddSingleton<PeerDirectory>();
        services.AddSingleton<PeerClient>();
        services.AddSingleton<Delivery>();
        services.AddSingleton<CopyFetcher>();
        services.AddSingleton<PeerSessions>();
        services.AddSingleton<StreamHandler>();
        services.AddHandlers();

        services.AddHosted<PeerConnections>();
        services.AddHosted<CataloguePush>();
        services.AddHosted<TrackAnnouncer>();
        services.AddHosted<TrackFetches>();
        services.AddHosted<PeerListener>();
        services.AddHosted<SeedContacts>();
        return services;
    }

    private static void AddHandlers(this IServiceCollection services)
    {
        services.AddSingleton<MessageTable>();
        services.AddSingleton<AnnouncementRecorder>();
        services.AddSingleton<CatalogueHandler>();
        services.AddSingleton<IMessageHandler, AnnounceTrackHandler>();
        services.AddSingleton<IMessageHandler, FetchTrackHandler>();
        services.AddSingleton<IMessageHandler, PeerExchangeHandler>();
        services.AddSingleton<IMessageHandler, PingHandler>();
        services.AddSingleton<IMessageHandler, RequestCatalogHandler>();
        services.AddSingleton<IMessageHandler, SearchQueryHandler>();
        services.AddSingleton<IMessageHandler, IgnoredMessageHandler<BloomExchange>>();
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
