using System.Threading.Channels;
using SoundTime.Iroh;
using SoundTime.Storage;
using SoundTime.Storage.Catalogue;
using SoundTime.Wire;
using SoundTime.Wire.Messages;

namespace SoundTime.Silo.Peers;

/// <summary>
/// Sends our catalogue to peers, page by page. A peer gets one push at a time; however often it asks meanwhile, one more follows (weakness W10).
/// </summary>
internal sealed class CataloguePush(
    IrohEndpoint endpoint, ICatalogue catalogue, Delivery delivery, ILogger<CataloguePush> logger) : BackgroundService
{
    /// <summary>Pushes that run at once: each holds one page of the catalogue in memory.</summary>
    private const int MaxPushes = 32;

    private readonly Channel<NodeId> _waiting = Channel.CreateBounded<NodeId>(PeerDirectory.MaxPeers);
    private readonly Lock _gate = new();

    /// <summary>Peers whose push waits or runs.</summary>
    private readonly Dictionary<NodeId, PushState> _states = [];

    private enum PushState
    {
        Waiting,
        Running,
        RunningWithOneMore,
    }

    /// <summary>Has our catalogue sent to a peer, soon.</summary>
    public void Request(NodeId peer)
    {
        lock (_gate)
        {
            if (_states.TryGetValue(peer, out var state))
            {
                _states[peer] = state == PushState.Running ? PushState.RunningWithOneMore : state;
            }
            else
            {
                Queue(peer);
            }
        }
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Parallel.ForEachAsync(
        _waiting.Reader.ReadAllAsync(stoppingToken),
        new ParallelOptions { MaxDegreeOfParallelism = MaxPushes, CancellationToken = stoppingToken },
        RunAsync);

    private async ValueTask RunAsync(NodeId peer, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _states[peer] = PushState.Running;
        }

        try
        {
            var sent = await PushAsync(peer, cancellationToken);
            logger.CataloguePushed(peer.ShortText, sent);
        }
        catch (PeerRequestException exception)
        {
            logger.PushFailed(peer.ShortText, exception.Message);
        }
        catch (Exception exception) when (exception is StorageException or WireException)
        {
            logger.PushNotPossible(peer.ShortText, exception);
        }
        finally
        {
            lock (_gate)
            {
                if (_states.Remove(peer, out var state) && state == PushState.RunningWithOneMore)
                {
                    Queue(peer);
                }
            }
        }
    }

    /// <summary>Walks the catalogue by changes, so that what comes and goes meanwhile neither repeats nor hides a track.</summary>
    private async Task<int> PushAsync(NodeId peer, CancellationToken cancellationToken)
    {
        var sent = 0;
        var after = 0L;
        while (await catalogue.ListChangesAsync(after, WireLimits.MaxPageEntries, cancellationToken) is { Tracks: { Count: > 0 } tracks } changes)
        {
            after = changes.Last;
            TrackAnnouncement[] page = [.. tracks.Where(Announcement.IsOffered).Select(track => Announcement.Of(track, endpoint.Id))];
            if (page.Length > 0)
            {
                await delivery.SendAsync(peer, new CatalogSync(page), cancellationToken);
                sent += page.Length;
            }
        }

        return sent;
    }

    private void Queue(NodeId peer)
    {
        if (_waiting.Writer.TryWrite(peer))
        {
            _states[peer] = PushState.Waiting;
        }
        else
        {
            logger.PushDropped(peer.ShortText);
        }
    }
}
