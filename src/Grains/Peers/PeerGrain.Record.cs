using SoundTime.Storage.Peers;

namespace SoundTime.Grains.Peers;

/// <content>The peer's record is kept: what lists show at once, times and places of contact, and how fast the peer sends, every few minutes.</content>
public sealed partial class PeerGrain
{
    private readonly SemaphoreSlim _recordGate = new(1);

    /// <summary>The record as it should be; null while the peer is not known.</summary>
    private PeerRecord? _record;

    /// <summary>The record as it is in the store.</summary>
    private PeerRecord? _saved;

    private bool IsRecordDue =>
        _record is { } record
        && (_saved is not { } saved
            || record with
            {
                LastSeen = saved.LastSeen, LastAddress = saved.LastAddress, DeliveredAt = saved.DeliveredAt, DeliveryRate = saved.DeliveryRate,
            } != saved
            || IsContactDue(record.LastSeen, saved.LastSeen)
            || IsContactDue(record.DeliveredAt, saved.DeliveredAt));

    /// <inheritdoc/>
    public async Task<bool> IntroduceAsync(PeerIntroduction introduction, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(introduction);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(introduction.Hosts.Count, PeerRecord.MaxHosts, nameof(introduction));
        if (IsSelf)
        {
            return false;
        }

        var before = _record;
        var record = before ?? NewRecord();
        _record = record with
        {
            Trust = record.Trust == PeerTrust.Trusted ? PeerTrust.Trusted : introduction.Trust,
            Hosts = introduction.Hosts.Count == 0 ? record.Hosts : [.. introduction.Hosts],
        };
        try
        {
            await StoreErrors.ForCallerAsync(() => SaveRecordAsync(cancellationToken));
        }
        catch when (before is null && _saved is null)
        {
            _record = null;
            throw;
        }

        if (_record is null)
        {
            return false;
        }

        BeginContact();
        _pingDueAt = Now;
        SetTimer();
        return true;
    }

    /// <inheritdoc/>
    public Task DeliveryEndedAsync(bool isGood, long bytes, double seconds, CancellationToken cancellationToken)
    {
        if (_record is { } record)
        {
            _record = isGood
                ? record with { FailedDeliveries = 0, DeliveredAt = _time.GetUtcNow(), DeliveryRate = DeliveryRates.Next(record.DeliveryRate, bytes, seconds) }
                : record with { FailedDeliveries = record.FailedDeliveries + 1 };
            SetTimer();
        }

        return Task.CompletedTask;
    }

    private static bool IsContactDue(DateTimeOffset? at, DateTimeOffset? savedAt) => at - (savedAt ?? DateTimeOffset.MinValue) >= PeerPacing.ContactPrecision;

    private PeerRecord NewRecord() => new() { Id = _id, AddedAt = _time.GetUtcNow() };

    private void NoteContact()
    {
        if (_record is { } record)
        {
            _record = record with { LastSeen = _time.GetUtcNow() };
        }
    }

    /// <summary>Writes the record if it has changed. Without room for a new one, there is none afterwards.</summary>
    private async Task SaveRecordAsync(CancellationToken cancellationToken)
    {
        await _recordGate.WaitAsync(CancellationToken.None);
        var wasOnline = IsSavedOnline;
        try
        {
            if (_record is not { } record || record == _saved)
            {
                return;
            }

            if (_saved is null)
            {
                // What may be left of a peer that was known before is not true of this one any more.
                await ResetPositionsAsync();
            }

            if (await _peers.SaveAsync(record, cancellationToken))
            {
                _saved = record;
            }
            else if (ReferenceEquals(record, _record))
            {
                _logger.NoRoomForPeer(_id.ShortText);
                _record = _saved = null;
                EndContact();
            }
        }
        finally
        {
            _recordGate.Release();
        }

        await TellPresenceAsync(wasOnline);
    }

    private async Task RemoveRecordAsync(CancellationToken cancellationToken)
    {
        await _recordGate.WaitAsync(CancellationToken.None);
        var wasOnline = IsSavedOnline;
        try
        {
            await _peers.RemoveAsync(_id, cancellationToken);
            _record = _saved = null;
        }
        finally
        {
            _recordGate.Release();
        }

        await TellPresenceAsync(wasOnline);
    }

    /// <summary>Whether a stranger that is away had to make room for another peer; its grain then ends.</summary>
    private async Task<bool> IsDisplacedAsync(CancellationToken cancellationToken)
    {
        if (_isOnline || _saved is null || await _peers.FindAsync(_id, cancellationToken) is not null || _record is not { Trust: PeerTrust.Stranger })
        {
            return false;
        }

        _logger.PeerDisplaced(_id.ShortText);
        _record = _saved = null;
        EndContact();
        await ClearPositionsAsync();
        DeactivateOnIdle();
        return true;
    }
}
