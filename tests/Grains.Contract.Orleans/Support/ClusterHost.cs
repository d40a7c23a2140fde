using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Providers;
using Orleans.Reminders;
using Orleans.Runtime.Hosting;
using Orleans.Serialization;
using Orleans.Serialization.Configuration;
using Orleans.TestingHost;
using SoundTime.Grains.Contract.Support;

namespace SoundTime.Grains.Contract.Orleans.Support;

/// <summary>
/// The grains of the contract on a cluster of one silo, called by a client of its own so that everything is serialized. Timers and reminders follow the
/// test's clock, the rest of Orleans real time.
/// </summary>
public sealed class ClusterHost : IGrainTestHost
{
    /// <summary>Real time: long enough for a busy machine, short enough for a test that waits for it.</summary>
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Nothing written to the journal for so long counts as nothing happening: Orleans has no barrier to wait at.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(100);

    private InProcessTestCluster? _cluster;

    public TestWorld World { get; } = new();

    public IGrainFactory Grains => Cluster.Client;

    private InProcessTestCluster Cluster => _cluster ?? throw new InvalidOperationException("The host is not started.");

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureHost(ConfigureSerialization);
        builder.ConfigureSilo((_, silo) => ConfigureSilo(silo));
        builder.ConfigureClient(client => client.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = ResponseTimeout));
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        // The silo first, so that calls that it lets end still have somebody to answer.
        await Cluster.StopSilosAsync();
        await DisposeAsync();
    }

    public async Task KillAsync()
    {
        await Cluster.KillSiloAsync(Cluster.Silos[0]);
        await DisposeAsync();
    }

    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        int before;
        do
        {
            before = World.Journal.Lines.Count;
            await Task.Delay(Quiet, TimeProvider.System, cancellationToken);
        }
        while (World.Journal.Lines.Count != before);
    }

    public Task PassResponseTimeoutAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
            _cluster = null;
        }
    }

    private static void ConfigureSerialization(IHostApplicationBuilder host)
    {
        host.Services.AddSerializer(serializer => serializer.AddJsonSerializer(IsMessage));
        host.Services.AddSingleton<ITypeFilter, MessageTypeFilter>();
        host.Services.Configure<ExceptionSerializationOptions>(options => options.SupportedNamespacePrefixes.Add(nameof(SoundTime)));

        // A message that cannot travel fails the start, not the first call.
        host.Services.Configure<TypeManifestOptions>(options => options.EnableConfigurationAnalysis = true);
    }

    private static bool IsMessage(Type type) =>
        type.Namespace?.StartsWith($"{nameof(SoundTime)}.", StringComparison.Ordinal) == true && !type.IsAssignableTo(typeof(Exception));

    private void ConfigureSilo(ISiloBuilder silo)
    {
        silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = ResponseTimeout);
        silo.AddReminders();
        silo.Services.AddSingleton<TimeProvider>(World.Time);
        silo.Services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
        silo.Services.AddKeyedSingleton<TimeProvider>(ReminderTimeProviderNames.Reminders, World.Time);
        silo.Services.AddGrainStorage(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME, (_, _) => new ClusterGrainStorage(World.States));
        silo.Services.AddSingleton<IReminderTable>(new ClusterReminderTable(World.Reminders));
        silo.Services.AddSingleton(World.Journal);
        silo.Services.AddSingleton(World.Gates);
        silo.Services.AddSingleton(World.Witnesses);
        silo.Services.AddScoped<ScopedWitness>();
    }
}
