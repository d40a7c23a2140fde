namespace SoundTime.Grains.Contract.Support;

/// <summary>A runtime with the grains of this project, which the tests can start, stop and move through time.</summary>
public interface IGrainTestHost : IAsyncDisposable
{
    /// <summary>What outlives a restart, and what grains and tests share.</summary>
    TestWorld World { get; }

    /// <summary>The references of the runtime that runs; anew after each start.</summary>
    IGrainFactory Grains { get; }

    /// <summary>Starts the runtime over what is stored.</summary>
    Task StartAsync(CancellationToken cancellationToken);

    /// <summary>Stops it gracefully.</summary>
    Task StopAsync(CancellationToken cancellationToken);

    /// <summary>Ends it as abruptly as it can be within a process. Orleans still tells grains that are idle.</summary>
    Task KillAsync();

    /// <summary>Waits until nothing happens any more that does not wait for a time, a gate or the like.</summary>
    Task DrainAsync(CancellationToken cancellationToken);

    /// <summary>Lets the time pass after which a caller gives up. A runtime whose limit is real time has a short one, and returns at once.</summary>
    Task PassResponseTimeoutAsync(CancellationToken cancellationToken);
}
