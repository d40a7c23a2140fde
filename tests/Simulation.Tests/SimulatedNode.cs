using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SoundTime.Iroh;
using SoundTime.Iroh.Identity;
using SoundTime.Silo.Hosting;
using SoundTime.Silo.Peers;
using SoundTime.Storage;
using SoundTime.Storage.Blobs;
using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Sqlite;
using SoundTime.Wire;

namespace SoundTime.Simulation.Tests;

/// <summary>One of our nodes, whole but for its web server, on the network and the clock of a <see cref="VirtualWorld"/>.</summary>
internal sealed class SimulatedNode(VirtualWorld world, string folder, IReadOnlyList<NodeId> seeds)
{
    private readonly SecretKey _key = SecretKey.Generate();
    private readonly Dictionary<BlobHash, TrackTags> _music = [];
    private SqliteStores? _stores;
    private IrohEndpoint? _endpoint;
    private IHost? _host;

    public NodeId Id => _key.NodeId;

    /// <summary>What lies in its music folder: it survives the loss of the database.</summary>
    public IReadOnlyDictionary<BlobHash, TrackTags> Music => _music;

    public ICatalogue Catalogue => _stores!.Catalogue;

    public async Task StartAsync()
    {
        _stores = await SqliteStores.OpenAsync(Path.Combine(folder, "soundtime.db"), world.Time, NullLogger.Instance, CancellationToken.None);
        foreach (var (hash, tags) in _music)
        {
            await ImportAsync(hash, tags);
        }

        _endpoint = world.Start(_key, options => options with { AddressLookups = [new WorldLookup(world)] });
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton<TimeProvider>(world.Time);
        builder.Services.AddSingleton(new BlobStore(Path.Combine(folder, "blobs")));
        builder.Services.AddSingleton<LocalContent>();
        builder.Services.AddStores(_stores);
        builder.Services.AddGrains(options => options.CopyArguments = true);
        builder.Services.AddPeers(_endpoint, [.. seeds.Select(seed => new NodeAddress(seed))]);
        builder.Services.AddBlocking();
        _host = builder.Build();
        await _host.StartAsync(CancellationToken.None);
    }

    /// <summary>Stops without a word to anybody, where the network was cut before.</summary>
    public async Task StopAsync()
    {
        await _host!.StopAsync(CancellationToken.None);
        _host.Dispose();
        world.Remove(Id);
        await _endpoint!.DisposeAsync();
        await _stores!.DisposeAsync();
    }

    /// <summary>Stops, loses its database, and starts anew with the same key and music.</summary>
    public void Blank() => Directory.Delete(folder, recursive: true);

    public Task<ImportedTrack> PutAsync(BlobHash hash, TrackTags tags)
    {
        _music[hash] = tags;
        return ImportAsync(hash, tags);
    }

    private Task<ImportedTrack> ImportAsync(BlobHash hash, TrackTags tags) => Catalogue.ImportAsync(
        new TrackImport(new LocalFile($"/music/{hash}", hash, 1000, world.Time.GetUtcNow()), tags, CoverHash: null), CancellationToken.None);
}
