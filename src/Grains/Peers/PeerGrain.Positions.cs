namespace SoundTime.Grains.Peers;

/// <content>Positions are kept: one write after the other, and in memory only what is in the store.</content>
public sealed partial class PeerGrain
{
    private readonly SemaphoreSlim _positionsGate = new(1);

    /// <summary>
    /// Counts the times that positions began anew. What was under way before such a time (a page on the network, a request) must not move them when it ends.
    /// </summary>
    private int _epoch;

    /// <summary>Changes and writes the positions. If the write fails they stay as they were. Not cancelled: whether a cancelled write took place is unknown.</summary>
    private async Task ChangePositionsAsync(Func<PeerPositions, PeerPositions> change)
    {
        await _positionsGate.WaitAsync(CancellationToken.None);
        try
        {
            var before = _positions.State;
            var after = change(before);
            if (after == before)
            {
                return;
            }

            _positions.State = after with { ReceivedAt = _receivedAt, Self = _link.Self.ToString() };
            try
            {
                await _positions.WriteStateAsync(CancellationToken.None);
            }
            catch
            {
                _positions.State = before;
                throw;
            }
        }
        finally
        {
            _positionsGate.Release();
        }
    }

    /// <summary>The same, unless positions began anew since <paramref name="epoch"/>. Answers whether they did not.</summary>
    private async Task<bool> ChangePositionsAsync(int epoch, Func<PeerPositions, PeerPositions> change)
    {
        await ChangePositionsAsync(positions => epoch == _epoch ? change(positions) : positions);
        return epoch == _epoch;
    }

    /// <summary>Neither knows anything of the other's tracks.</summary>
    private Task ResetPositionsAsync()
    {
        _epoch++;
        _receivedAt = _completeAt = null;
        return ChangePositionsAsync(_ => new PeerPositions());
    }

    /// <summary>The same, and nothing is kept of it.</summary>
    private async Task ClearPositionsAsync()
    {
        _epoch++;
        _receivedAt = _completeAt = null;
        await _positionsGate.WaitAsync(CancellationToken.None);
        try
        {
            await _positions.ClearStateAsync(CancellationToken.None);
            _positions.State = new PeerPositions();
        }
        finally
        {
            _positionsGate.Release();
        }
    }
}
