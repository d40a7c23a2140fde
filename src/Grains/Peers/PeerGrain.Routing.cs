using SoundTime.Grains.Search;

namespace SoundTime.Grains.Peers;

/// <content>Searches are told whether the peer can be asked, and that its filter is another one. What is told is in the store already.</content>
public sealed partial class PeerGrain
{
    /// <summary>Whether the peer is online by its stored record.</summary>
    private bool IsSavedOnline => _saved is { IsOnline: true };

    /// <summary>Tells whether the peer can be asked, if that has changed.</summary>
    private Task TellPresenceAsync(bool wasOnline)
    {
        var isOnline = IsSavedOnline;
        return isOnline == wasOnline ? Task.CompletedTask : TellRoutingAsync((part, peer, cancel) => part.PresenceChangedAsync(peer, isOnline, cancel));
    }

    /// <summary>Tells the part of routing that the peer belongs to. A failure changes nothing here: that part compares itself with the store every minute.</summary>
    private async Task TellRoutingAsync(Func<IRoutingGrain, string, CancellationToken, Task> notice)
    {
        var part = RoutingParts.KeyOf(_id);
        using var limit = new CancellationTokenSource(SearchLimits.NoticeWait, _time);
        try
        {
            await notice(GrainFactory.GetGrain<IRoutingGrain>(part), _id.ToString(), limit.Token);
        }
        catch (Exception exception)
        {
            _logger.RoutingNotTold(exception, part, _id.ShortText);
        }
    }
}
