namespace SoundTime.Grains.Peers;

/// <content>
/// The peer is asked for its catalogue where it says to have more tracks than came. Not while they are coming in: a Rust node pushes all of them after each
/// Ping. After growing pauses, because some never come: what was left out as unusable, or what a Rust node counts and does not offer.
/// </content>
public sealed partial class PeerGrain
{
    private TimeSpan _requestDueAt = Never;
    private DateTimeOffset? _receivedAt;

    /// <inheritdoc/>
    public Task AnnouncementsRecordedAsync(int count, CancellationToken cancellationToken)
    {
        _receivedAt = _time.GetUtcNow();
        NoteContact();
        if (_requestDueAt != Never && !_positions.State.IsRequestWanted)
        {
            _requestDueAt = Later(_requestDueAt, Now + PeerPacing.QuietBeforeRequest);
        }

        return Task.CompletedTask;
    }

    /// <summary>The peer has said how much it has: when is it to be asked for what did not come?</summary>
    private void PlanRequest()
    {
        var positions = _positions.State;
        if (positions.IsRequestWanted)
        {
            _requestDueAt = Now;
        }
        else if (_record is { TrackCount: > 0 })
        {
            _requestDueAt = Now + Later(PeerPacing.QuietBeforeRequest, RestOfRequestPause(positions));
        }
        else
        {
            _requestDueAt = Never;
        }
    }

    private TimeSpan RestOfRequestPause(PeerPositions positions)
    {
        if (positions is not { Requests: > 0, RequestedAt: { } requestedAt })
        {
            return TimeSpan.Zero;
        }

        var pause = PeerPacing.RequestPause(positions.Requests);
        // The clock may have been set back since.
        return Earlier(requestedAt + pause - _time.GetUtcNow(), pause);
    }

    private async Task RequestCatalogueAsync(CancellationToken cancellationToken)
    {
        var epoch = _epoch;
        var known = await _catalogue.CountCopiesAsync(_id, cancellationToken);
        await KeepReceivedAtAsync();
        if (!_positions.State.IsRequestWanted && !(_record?.TrackCount > known))
        {
            await ChangePositionsAsync(epoch, positions => positions with { Requests = 0 });
            _requestDueAt = Never;
            return;
        }

        _logger.CatalogueRequested(_id.ShortText, known, _record?.TrackCount);
        var reply = await _link.RequestCatalogueAsync(_id, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        if (reply is PeerReply.NotAsked or PeerReply.BlockedHere)
        {
            _requestDueAt = Now + PeerPacing.RetryPause;
            return;
        }

        if (reply == PeerReply.Done)
        {
            NoteContact();
        }
        else
        {
            NoteAway(reply, "It could not be asked for its catalogue.");
        }

        // One that failed counts too: nodes of before February 2026 drop the connection at such a request (protocol sheet, section 3.9).
        _requestDueAt = Now + PeerPacing.RequestPause(_positions.State.Requests + 1);
        await ChangePositionsAsync(
            epoch,
            positions => positions with { RequestedAt = _time.GetUtcNow(), Requests = positions.Requests + 1, IsRequestWanted = false });
    }

    /// <summary>Pages come often; when the last one came is written every few minutes.</summary>
    private async Task KeepReceivedAtAsync()
    {
        if (_receivedAt is { } receivedAt && receivedAt - (_positions.State.ReceivedAt ?? DateTimeOffset.MinValue) >= PeerPacing.ContactPrecision)
        {
            await ChangePositionsAsync(positions => positions with { ReceivedAt = receivedAt });
        }
    }
}
