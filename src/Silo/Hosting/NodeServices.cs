using System.Net;
using SoundTime.Api;
using SoundTime.Grains.Search;
using SoundTime.Grains.Tracks;
using SoundTime.Import;
using SoundTime.Silo.Cache;
using SoundTime.Silo.Discovery;
using SoundTime.Silo.Doctor;
using SoundTime.Silo.Guardian;
using SoundTime.Silo.Metrics;
using SoundTime.Silo.Options;
using SoundTime.Silo.Peers;
using SoundTime.Silo.Search;
using SoundTime.Storage;
using SoundTime.Storage.Blobs;
using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Health;

namespace SoundTime.Silo.Hosting;

/// <summary>Puts the services of a node together.</summary>
internal static class NodeServices
{
    /// <summary>Where uploads lie until their form is read, in the data folder: on the disk that they are kept on, as a rule.</summary>
    private const string UploadFolder = "incoming-uploads";

    /// <summary>Adds all services of a node.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="options">What the admin set.</param>
    /// <param name="parts">What is open already.</param>
    /// <param name="localToken">The token by which commands beside the node ask it.</param>
    public static IServiceCollection AddNode(this IServiceCollection services, NodeOptions options, NodeParts parts, string localToken)
    {
        services.AddSingleton(options);
        services.AddSingleton(TimeProvider.System);
        services.AddStores(parts.Stores);
        services.AddHostedService<SearchIndexer>();
        services.AddSingleton(parts.Blobs);
        services.AddHostedService<CacheKeeper>();
        services.AddHostedService<CacheAdoption>();
        services.AddSingleton(parts.Probe);
        services.AddSingleton<LocalContent>();
        services.AddSoundTimeApi(ApiOptionsOf(options, localToken));
        services.AddNodeMetrics();
        services.AddPlayback(options, parts.Network);
        services.AddBlocking();
        services.AddImport(options);
        services.AddGuardian(options);
        return services;
    }

    private static void AddPlayback(this IServiceCollection services, NodeOptions options, NetworkParts? network)
    {
        services.AddSingleton<ITrackContent>(provider => new TrackContent(
            provider.GetRequiredService<ITrackHealthStore>(),
            provider.GetRequiredService<LocalContent>(),
            provider.GetRequiredService<BlobStore>(),
            provider.GetService<TrackFetches>(),
            provider.GetService<HolderReturn>(),
            provider.GetRequiredService<ILogger<TrackContent>>()));
        if (network is null)
        {
            services.AddSingleton<INodeStatus, DisabledNode>();
            services.AddSingleton<ITrackAdministration, StoredTrackAdministration>();
            return;
        }

        services.AddGrains();
        services.AddPeers(network.Endpoint, [.. options.SeedPeers.Select(PeerAddressFormat.Parse)], SearchOptionsOf(options), HealthOptionsOf(options));
        services.AddDiscovery(network.Discovery, network.Key, options);
        services.AddPeerAdministration();
        services.AddConnectionDoctor();
        services.AddCovers(options.MetadataDirectory);
        services.AddSingleton<INodeStatus, PeerNodeStatus>();
        services.AddHealthChecks().AddCheck<EndpointHealth>("endpoint");
    }

    private static void AddImport(this IServiceCollection services, NodeOptions options)
    {
        services.AddSingleton(provider => new UploadImporter(
            options.UploadDirectory,
            provider.GetRequiredService<ICatalogue>(),
            provider.GetRequiredService<BlobStore>(),
            provider.GetRequiredService<MediaProbe>(),
            provider.GetRequiredService<ILogger<UploadImporter>>(),
            OnImported(provider),
            options.MaxUploadBytes));
        if (options.LibraryDirectory is not { } library)
        {
            return;
        }

        services.AddSingleton(provider => new Importer(
            provider.GetRequiredService<ICatalogue>(),
            provider.GetRequiredService<BlobStore>(),
            provider.GetRequiredService<MediaProbe>(),
            TimeProvider.System,
            provider.GetRequiredService<ILogger<Importer>>(),
            OnImported(provider)));
        services.AddSingleton(new LibraryWatcherOptions { Folder = library });
        services.AddSingleton<LibraryWatcher>();
        services.AddHostedService(provider => provider.GetRequiredService<LibraryWatcher>());
        services.AddHealthChecks().AddCheck<LibraryHealth>("library");
    }

    private static Func<Track, CancellationToken, ValueTask>? OnImported(IServiceProvider provider)
    {
        if (provider.GetService<ChangeNotifier>() is not { } notifier)
        {
            return null;
        }

        var filter = provider.GetRequiredService<OwnFilter>();
        return (track, cancellationToken) =>
        {
            filter.NoteChange();
            return notifier.ImportedAsync(track, cancellationToken);
        };
    }

    private static SearchOptions SearchOptionsOf(NodeOptions options)
    {
        var search = new SearchOptions { Peers = options.SearchPeers };
        return options.FilterMemory is { } bytes ? search with { FilterMemory = bytes } : search;
    }

    private static HealthOptions HealthOptionsOf(NodeOptions options) => new()
    {
        Interval = options.HealthInterval, TracksPerSweep = options.HealthTracks, FetchBudget = options.HealthFetchBudget,
    };

    private static ApiOptions ApiOptionsOf(NodeOptions options, string localToken) => new()
    {
        LocalToken = localToken,
        ApiToken = options.ApiToken,
        AdminToken = options.AdminToken,
        // Only a page of a foreign name that points at loopback could reach what the network cannot.
        AllowedHosts = IPAddress.IsLoopback(options.Host) ? [.. ApiOptions.LoopbackHosts, options.Host.ToString()] : ["*"],
        BlobFolder = options.BlobDirectory,
        UploadFolder = Path.Combine(options.DataDirectory, UploadFolder),
        MaxUploadBytes = options.MaxUploadBytes,
    };
}
