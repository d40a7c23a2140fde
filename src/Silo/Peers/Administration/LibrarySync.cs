using SoundTime.Api;
using SoundTime.Storage.Blocking;
using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Peers;
using SoundTime.Wire;

namespace SoundTime.Silo.Peers;

/// <summary>Runs library syncs, one at a time, and keeps how the last one ended. Ends before the grains do, as it calls them.</summary>
internal sealed class LibrarySync(
    IGrainFactory grains, IPeerStore peers, IBlockList blocks, ICatalogue catalogue, TimeProvider time, ILogger<LibrarySync> logger)
    : ILibrarySync, IHostedLifecycleService, IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stopping = new();
    private LibrarySyncStatus _status = LibrarySyncStatus.Idle;
    private Task _run = Task.CompletedTask;

    /// <inheritdoc/>
    public LibrarySyncStatus Status
    {
        get
        {
            lock (_gate)
            {
                return _status;
            }
        }
    }

    /// <inheritdoc/>
    public async Task<LibrarySyncStart> StartAsync(NodeId peer, CancellationToken cancellationToken)
    {
        if (await peers.FindAsync(peer, cancellationToken) is null)
        {
            return LibrarySyncStart.UnknownPeer;
        }

        if (await blocks.IsBlockedAsync(peer, cancellationToken))
        {
            return LibrarySyncStart.Blocked;
        }

        lock (_gate)
        {
            _stopping.Token.ThrowIfCancellationRequested();
            if (_status.State == LibrarySyncState.Running)
            {
                return LibrarySyncStart.Busy;
            }

            _status = new LibrarySyncStatus { State = LibrarySyncState.Running, Peer = peer, Progress = new LibrarySyncProgress(0, null, "Starting") };
            _run = Task.Run(() => RunAsync(peer), CancellationToken.None);
            return LibrarySyncStart.Started;
        }
    }

    /// <inheritdoc/>
    public void Dismiss()
    {
        lock (_gate)
        {
            _status = _status.State == LibrarySyncState.Running ? _status : LibrarySyncStatus.Idle;
        }
    }

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _stopping.Cancel();
            return _run.WaitAsync(cancellationToken);
        }
    }

    Task IHostedLifecycleService.StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedService.StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedLifecycleService.StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedService.StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedLifecycleService.StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => _stopping.Dispose();

    private async Task RunAsync(NodeId peer)
    {
        var status = new LibrarySyncStatus { State = LibrarySyncState.Running, Peer = peer };
        try
        {
            var run = new LibrarySyncRun(peer, grains.GetPeer(peer), catalogue, blocks, time, progress => Set(status with { Progress = progress }));
            var result = await run.RunAsync(_stopping.Token);
            logger.LibrarySynced(peer.ShortText, result.TracksSynced, result.TracksAlreadyKnown, result.Missing, result.Duration.TotalSeconds);
            Set(status with { State = LibrarySyncState.Completed, Result = result });
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            Set(LibrarySyncStatus.Idle);
        }
        catch (LibrarySyncException failure)
        {
            logger.LibraryNotSynced(peer.ShortText, failure.Reason, failure.Message);
            Set(status with { State = LibrarySyncState.Failed, Failure = failure.Message });
        }
        catch (Exception failure)
        {
            logger.LibrarySyncFailed(peer.ShortText, failure);
            Set(status with { State = LibrarySyncState.Failed, Failure = "The node failed; its log says why." });
        }
    }

    private void Set(LibrarySyncStatus status)
    {
        lock (_gate)
        {
            _status = status;
        }
    }
}
