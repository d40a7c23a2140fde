using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SoundTime.Grains.Contract.Support;
using SoundTime.Storage.GrainStates;
using SoundTime.Testing;

namespace SoundTime.Grains.Embedded.Tests.Support;

/// <summary>The grains of the contract on the embedded runtime, all of it on the test's clock.</summary>
public sealed class EmbeddedHost(Action<EmbeddedGrainOptions>? configure = null) : IGrainTestHost
{
    private TimeSpan _responseTimeout;
    private ServiceProvider? _services;

    public TestWorld World { get; } = new();

    /// <summary>What was logged at warning and above, of all starts.</summary>
    public LogLines Log { get; } = new();

    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    public EmbeddedGrainRuntime Runtime => Services.GetRequiredService<EmbeddedGrainRuntime>();

    private ServiceProvider Services => _services ?? throw new InvalidOperationException("The host is not started.");

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(Log));
        services.AddSingleton<TimeProvider>(World.Time);
        services.AddSingleton<IGrainStateStore>(World.States);
        services.AddSingleton<IReminderStore>(World.Reminders);
        services.AddSingleton(World.Journal);
        services.AddSingleton(World.Gates);
        services.AddSingleton(World.Witnesses);
        services.AddScoped<ScopedWitness>();
        services.AddEmbeddedGrains(typeof(IGrainTestHost).Assembly, options =>
        {
            options.CopyArguments = true;
            configure?.Invoke(options);
            _responseTimeout = options.ResponseTimeout;
        });
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
        foreach (var service in _services.GetServices<IHostedService>())
        {
            await service.StartAsync(cancellationToken);
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var service in Services.GetServices<IHostedService>().Reverse())
        {
            await service.StopAsync(cancellationToken);
        }

        await KillAsync();
    }

    public async Task KillAsync()
    {
        await Services.DisposeAsync();
        _services = null;
    }

    public Task DrainAsync(CancellationToken cancellationToken) =>
        Runtime.DrainAsync(cancellationToken).WaitAsync(Waiting.Patience, TimeProvider.System, cancellationToken);

    public async Task PassResponseTimeoutAsync(CancellationToken cancellationToken)
    {
        await DrainAsync(cancellationToken);
        World.Time.Advance(_responseTimeout + TimeSpan.FromSeconds(1));
        await DrainAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_services is not null)
        {
            await KillAsync();
        }
    }
}
