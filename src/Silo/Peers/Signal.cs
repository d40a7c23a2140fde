using System.Threading.Channels;

namespace SoundTime.Silo.Peers;

/// <summary>Wakes one who waits. However often it is given meanwhile, it wakes once more.</summary>
internal sealed class Signal(TimeProvider time)
{
    private readonly Channel<bool> _given = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Gives the signal. Never waits.</summary>
    public void Give() => _given.Writer.TryWrite(true);

    /// <summary>Waits until the signal is given or a time has passed.</summary>
    public async Task WaitAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        using var limit = new TimeLimit(longest, time, cancellationToken);
        try
        {
            await _given.Reader.ReadAsync(limit.Token);
        }
        catch (OperationCanceledException) when (limit.HasPassed && !cancellationToken.IsCancellationRequested)
        {
            // The time is over.
        }
    }
}
