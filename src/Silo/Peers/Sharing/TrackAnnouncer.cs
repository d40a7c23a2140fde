using System.Threading.Channels;
using SoundTime.Iroh;
using SoundTime.Storage.Catalogue;
using SoundTime.Wire;
using SoundTime.Wire.Messages;

namespace SoundTime.Silo.Peers;

/// <summary>
/// Tells online peers of each new track at once. When tracks come faster than they can be told, as in a first import, they are no longer told
/// one by one: once it has become quiet, our whole catalogue is pushed instead.
/// </summary>
internal sealed class TrackAnnouncer(
    IrohEndpoint endpoint, PeerDirectory directory, Delivery delivery, CataloguePush push, TimeProvider time, ILogger<TrackAnnouncer> logger) : BackgroundService
{
    /// <summary>Most tracks that wait to be told. An album comes through; a library does not.</summary>
    public const int MaxWaiting = 50;

    /// <summary>Peers that are told at once (protocol sheet, section 3.6).</summary>
    private const int MaxSends = 10;

    /// <summary>How long no track may have come for an import to count as over.</summary>
    public static readonly TimeSpan QuietTime = TimeSpan.FromSeconds(5);

    private readonly Channel<Track> _waiting = Channel.CreateBounded<Track>(MaxWaiting);
    private volatile bool _isFlooded;

    /// <summary>Has a new track told. Never waits, so that no import is held up.</summary>
    public ValueTask AnnounceAsync(Track track, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!_waiting.Writer.TryWrite(track))
        {
            _isFlooded = true;
            // Now there is room, and this wakes the reader, or there still is none, and the reader has yet to come by.
            _waiting.Writer.TryWrite(track);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var track in _waiting.Reader.ReadAllAsync(stoppingToken))
        {
            if (_isFlooded)
            {
                await PushAllAsync(stoppingToken);
            }
            else if (Announcement.IsOffered(track))
            {
                await TellAsync(track, stoppingToken);
            }
        }
    }

    private async Task TellAsync(Track track, CancellationToken stoppingToken)
    {
        var message = new AnnounceTrack(Announcement.Of(track, endpoint.Id));
        var options = new ParallelOptions { MaxDegreeOfParallelism = MaxSends, CancellationToken = stoppingToken };
        await Parallel.ForEachAsync(directory.ListOnline(), options, async (peer, cancellationToken) =>
        {
            try
            {
                await delivery.SendAsync(peer, message, cancellationToken);
            }
            catch (PeerRequestException exception)
            {
                directory.RecordUnreachable(peer);
                logger.AnnounceFailed(peer.ShortText, track.Hash.ShortText, exception.Message);
            }
            catch (WireException exception)
            {
                logger.AnnounceNotPossible(track.Hash.ShortText, exception);
            }
        });
    }

    /// <summary>Lets tracks come until none has come for a while, then has the catalogue pushed, which names them all.</summary>
    private async Task PushAllAsync(CancellationToken stoppingToken)
    {
        var skipped = 1;
        do
        {
            _isFlooded = false;
            while (_waiting.Reader.TryRead(out _))
            {
                skipped++;
            }

            await Task.Delay(QuietTime, time, stoppingToken);
        }
        while (_isFlooded || _waiting.Reader.Count > 0);

        var online = directory.ListOnline();
        logger.AnnouncingByPush(skipped, online.Count);
        foreach (var peer in online)
        {
            push.Request(peer);
        }
    }
}
