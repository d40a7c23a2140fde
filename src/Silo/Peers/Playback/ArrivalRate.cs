namespace SoundTime.Silo.Peers;

/// <summary>Whether a peer sends fast enough: in every stretch of <see cref="Window"/> that was spent waiting for it, not just on the average, so that a fast start excuses no slow end.</summary>
internal sealed class ArrivalRate
{
    /// <summary>Slowest sending that is waited for, in bytes a second: a third of what the most compressed music plays at.</summary>
    public const int Least = 2 << 10;

    /// <summary>How long a peer may take to send what <see cref="Least"/> comes to.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(30);

    private TimeSpan _waited;
    private long _bytes;

    /// <summary>Takes down that these bytes came after so long a wait; answers whether that is still fast enough.</summary>
    public bool Note(int bytes, TimeSpan waited)
    {
        _bytes += bytes;
        _waited += waited;
        if (_waited < Window)
        {
            return true;
        }

        var isEnough = _bytes >= _waited.TotalSeconds * Least;
        (_bytes, _waited) = (0, TimeSpan.Zero);
        return isEnough;
    }
}
