using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SoundTime.Storage.GrainStates;

namespace SoundTime.Grains.Embedded;

/// <summary>
/// Runs the grains of one assembly in this process. A hosted service: it has to be started before grains are called, and its stop lets running calls end and
/// tells every grain. Disposed without that, it is cut off like a process that is killed.
/// </summary>
public sealed class EmbeddedGrainRuntime : IHostedService, IDisposable
{
    /// <summary>Time between two looks for idle activations and overdue calls.</summary>
    private static readonly TimeSpan SweepPeriod = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<GrainId, Activation> _activations = [];
    private readonly IServiceScopeFactory _scopes;
    private readonly ITimer _sweep;
    private volatile bool _isRunning;
    private volatile bool _isDisposed;

    internal EmbeddedGrainRuntime(IServiceProvider services, Assembly grains, EmbeddedGrainOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.CollectionAge, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.ResponseTimeout, TimeSpan.Zero);
        Options = options;
        Time = services.GetRequiredService<TimeProvider>();
        Log = services.GetRequiredService<ILogger<EmbeddedGrainRuntime>>();
        States = services.GetRequiredService<IGrainStateStore>();
        Reminders = new ReminderService(this, services.GetRequiredService<IReminderStore>());
        Pending = new PendingCalls(Time, options.ResponseTimeout);
        Classes = new GrainClasses(grains);
        GrainFactory = new GrainFactory(this, Classes);
        _scopes = services.GetRequiredService<IServiceScopeFactory>();
        _sweep = Time.CreateCleanTimer(static runtime => ((EmbeddedGrainRuntime)runtime!).Sweep(), this);
    }

    /// <summary>How many activations there are.</summary>
    public int ActivationCount => _activations.Count;

    internal bool IsDisposed => _isDisposed;

    internal EmbeddedGrainOptions Options { get; }

    internal TimeProvider Time { get; }

    internal ILogger Log { get; }

    internal IGrainStateStore States { get; }

    internal ReminderService Reminders { get; }

    internal PendingCalls Pending { get; }

    internal TurnBarrier Barrier { get; } = new();

    internal GrainClasses Classes { get; }

    internal GrainFactory GrainFactory { get; }

    /// <summary>
    /// Ends at a moment after this call at which no turn of any grain runs or is queued, and none waits for its state or reminders to be read or written. A grain that awaits
    /// anything else, as a network or a time, is not waited for. For tests: move the clock, drain, look.
    /// </summary>
    public Task DrainAsync(CancellationToken cancellationToken) => Barrier.WaitAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _isRunning = true;
        await Reminders.StartAsync(cancellationToken).ConfigureAwait(false);
        _sweep.Change(SweepPeriod, SweepPeriod);
        Log.Started(Classes.Count, Reminders.Count);
    }

    /// <summary>Accepts no calls but those of grains, lets what runs or waits end, and tells every grain. Stops waiting when the token is cancelled.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _isRunning = false;
        Reminders.Dispose();
        var reason = new DeactivationReason(DeactivationReasonCode.ShuttingDown, "The process ends.");
        try
        {
            // Calls that grains still make may bring others into memory again.
            while (!_activations.IsEmpty)
            {
                var ending = _activations.Values.ToArray();
                foreach (var activation in ending)
                {
                    activation.Deactivate(reason, cancellationToken);
                }

                await Task.WhenAll(ending.Select(activation => activation.Deactivated)).WaitAsync(cancellationToken).ConfigureAwait(false);
            }

            Log.Stopped();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Log.StopCutShort(_activations.Count);
        }
        finally
        {
            await _sweep.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>No grain does anything any more, and none is told.</summary>
    public void Dispose()
    {
        _isRunning = false;
        _isDisposed = true;
        Reminders.Dispose();
        _sweep.Dispose();
    }

    /// <exception cref="InvalidOperationException">The grains do not run, and the caller is none.</exception>
    internal void CheckAccepts()
    {
        if (!_isRunning && Activation.Current is null)
        {
            throw new InvalidOperationException("The grains do not run: they have not been started, or are being stopped.");
        }
    }

    /// <summary>Sends a request to the activation of its grain, which is made if there is none.</summary>
    internal void Send(Request request)
    {
        var activation = _activations.GetOrAdd(
            request.Target, static (id, runtime) => new Activation(runtime, runtime.Classes.Find(id.Type)!, id), this);
        request.Activation = activation;
        activation.Post(request);
    }

    internal void Remove(Activation activation) => _activations.TryRemove(KeyValuePair.Create(activation.GrainId, activation));

    internal AsyncServiceScope CreateScope(Activation activation)
    {
        var scope = _scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActivation>().Activation = activation;
        return scope;
    }

    private void Sweep()
    {
        try
        {
            Pending.Expire();
            foreach (var (_, activation) in _activations)
            {
                activation.EndIfIdle();
            }
        }
        catch (Exception exception)
        {
            Log.SweepFailed(exception);
        }
    }
}
