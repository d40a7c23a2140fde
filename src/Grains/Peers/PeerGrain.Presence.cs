using System.Text;
using SoundTime.Storage.Peers;

namespace SoundTime.Grains.Peers;

/// <content>
/// Whether the peer is there: asked every minute while it is, after growing pauses while it is not, and when it is seen. Its answers are believed
/// for the number of its tracks and its version alone.
/// </content>
public sealed partial class PeerGrain
{
    /// <summary>Whether it answered when it was last asked, since the grain runs.</summary>
    private bool _isOnline;

    /// <summary>How often in a row it could not be asked or sent anything.</summary>
    private int _failures;

    private bool _hasBlockedUs;
    private PingResult? _lastPing;

    /// <summary>The Ping that is under way; each caller waits for the same one.</summary>
    private Task<PingResult>? _ping;

    private TimeSpan _pingDueAt = Never;
    private TimeSpan? _askedAt;
    private TimeSpan? _answeredAt;

    /// <inheritdoc/>
    public Task SeenAsync(string address, CancellationToken cancellationToken)
    {
        if (IsSelf)
        {
            return Task.CompletedTask;
        }

        _record = (_record ?? NewRecord()) with { LastAddress = address is { Length: <= PeerRecord.MaxHostLength } ? address : null };
        NoteContact();
        BeginContact();
        if (_answeredAt is not { } answeredAt || !_isOnline || Now - answeredAt >= PeerPacing.OnlinePause)
        {
            PingSeenPeer();
        }

        WantCatalogueSentIfOld();
        SetTimer();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<PingResult> PingAsync(CancellationToken cancellationToken)
    {
        if (IsSelf)
        {
            return new PingResult(PeerReply.NotAsked, null, null, "This is this node's own id.");
        }

        try
        {
            return await AskAsync().WaitAsync(PeerPacing.PingWait, _time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return new PingResult(PeerReply.TimedOut, null, null, $"No answer within {PeerPacing.PingWait.TotalSeconds:0} seconds.");
        }
    }

    /// <summary>
    /// Asks a peer that was seen, though not at each of many connections it may open. One that has blocked this node may still connect to it (Rust nodes
    /// check only what they accept): it is left alone for as long as it would be otherwise.
    /// </summary>
    private void PingSeenPeer()
    {
        if (!_hasBlockedUs)
        {
            _pingDueAt = Earlier(_pingDueAt, _askedAt is { } askedAt ? Later(Now, askedAt + PeerPacing.FirstAwayPause) : Now);
        }
    }

    private async Task PingWhenDueAsync(CancellationToken cancellationToken)
    {
        if (!await IsDisplacedAsync(cancellationToken))
        {
            // The Ping is shared: when the timer ends, only this stops waiting for it.
            await AskAsync().WaitAsync(cancellationToken);
        }
    }

    private Task<PingResult> AskAsync() => _ping is { IsCompleted: false } ? _ping : _ping = AskOnceAsync(_stop.Token);

    /// <summary>Asks, and notes what came of it. Shared, so it answers whatever happens.</summary>
    private async Task<PingResult> AskOnceAsync(CancellationToken stop)
    {
        PingResult? result = null;
        try
        {
            result = await PingUnlessBlockedAsync(stop);
            stop.ThrowIfCancellationRequested();
            NotePing(result);
            if (_saved is null)
            {
                await SaveRecordAsync(stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return new PingResult(_stoppedBy, null, null, _stoppedBy == PeerReply.BlockedHere ? "The peer is blocked." : "Contact with the peer was ended.");
        }
        catch (Exception exception)
        {
            // What was answered is written later.
            NoteInterruption(exception);
        }
        finally
        {
            SetTimer();
        }

        return result ?? new PingResult(PeerReply.NotAsked, null, null, "This node could not ask; its log says why.");
    }

    private async Task<PingResult> PingUnlessBlockedAsync(CancellationToken stop)
    {
        try
        {
            if (await _blocks.IsBlockedAsync(_id, stop))
            {
                return new PingResult(PeerReply.BlockedHere, null, null, "The peer is blocked.");
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            NoteBlockListUnreadable(exception);
            return new PingResult(PeerReply.BlockedHere, null, null, "Whether the peer is blocked cannot be read.");
        }

        return await _link.PingAsync(_id, stop);
    }

    private void NotePing(PingResult result)
    {
        _lastPing = result;
        _askedAt = Now;
        switch (result.Reply)
        {
            case PeerReply.Done:
                NotePong(result);
                break;
            case PeerReply.NotAsked or PeerReply.BlockedHere:
                _pingDueAt = Now + PeerPacing.Vary(PeerPacing.RetryPause, _random);
                break;
            default:
                NoteAway(result.Reply, result.Text);
                break;
        }
    }

    private void NotePong(PingResult pong)
    {
        var record = _record ?? NewRecord();
        _record = record with
        {
            IsOnline = true,
            LastSeen = _time.GetUtcNow(),
            TrackCount = pong.TrackCount is { } count ? Math.Max(count, 0) : record.TrackCount,
            Version = IsUsableVersion(pong.Version) ? pong.Version : record.Version,
        };
        BeginContact();
        if (!_isOnline)
        {
            _logger.PeerOnline(_id.ShortText, _record.Version, _record.TrackCount);
            _isOnline = true;
            _walkDueAt = Now;
            PlanFilter();
        }

        _hasBlockedUs = false;
        _answeredAt = Now;
        _pingDueAt = Now + PeerPacing.Vary(PeerPacing.OnlinePause, _random);
        PlanRequest();
    }

    /// <summary>The peer was asked or sent something, and did not do as it should.</summary>
    private void NoteAway(PeerReply reply, string? reason)
    {
        var wasOnline = _isOnline;
        _isOnline = _isSending = false;
        _failures++;
        if (_record is { } record)
        {
            _record = record with { IsOnline = false };
        }

        if (reply == PeerReply.BlockedThere)
        {
            if (!_hasBlockedUs)
            {
                _logger.BlockedByPeer(_id.ShortText);
            }

            _hasBlockedUs = true;
            _pingDueAt = Now + PeerPacing.LongestAwayPause;
            return;
        }

        if (wasOnline)
        {
            _logger.PeerAway(_id.ShortText, reply, reason);
        }

        _hasBlockedUs = false;
        _pingDueAt = Now + PeerPacing.Vary(PeerPacing.AwayPause(_failures), _random);
    }

    /// <summary>What a peer says of its version goes into lists, logs and the store: not too long, no control characters, and no half ones, which count as replaced.</summary>
    private static bool IsUsableVersion(string? version) =>
        version is { Length: > 0 and <= PeerRecord.MaxVersionLength }
        && !version.EnumerateRunes().Any(character => Rune.IsControl(character) || character == Rune.ReplacementChar);
}
