namespace SoundTime.Import;

/// <summary>Holds reading to so many bytes a second. What was not used is not saved up: after a pause, reading goes on at the same pace.</summary>
/// <remarks>For one reader at a time.</remarks>
/// <param name="bytesPerSecond">The pace; null: as fast as it goes.</param>
/// <param name="time">The clock.</param>
public sealed class ReadBudget(long? bytesPerSecond, TimeProvider time)
{
    private readonly long? _bytesPerSecond = bytesPerSecond is <= 0 ? throw new ArgumentOutOfRangeException(nameof(bytesPerSecond)) : bytesPerSecond;
    private readonly long _start = time.GetTimestamp();
    private TimeSpan _paidUntil;

    /// <summary>Waits for as long as these bytes take, which were read just now.</summary>
    /// <param name="bytes">How many.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task SpendAsync(int bytes, CancellationToken cancellationToken)
    {
        if (_bytesPerSecond is not { } pace)
        {
            return Task.CompletedTask;
        }

        var now = time.GetElapsedTime(_start);
        _paidUntil = (_paidUntil > now ? _paidUntil : now) + TimeSpan.FromSeconds((double)bytes / pace);
        return Task.Delay(_paidUntil - now, time, cancellationToken);
    }
}
