namespace SoundTime.Iroh.Relays;

/// <summary>The pauses between tries: each twice as long as the one before, and a random part of that, so that not all nodes come back at once.</summary>
internal sealed class RelayBackoff
{
    private TimeSpan _next = RelayLimits.MinBackoff;

    public void Reset() => _next = RelayLimits.MinBackoff;

    public TimeSpan Next()
    {
        var pause = _next * (0.5 + (Random.Shared.NextDouble() / 2));
        _next = _next * 2 < RelayLimits.MaxBackoff ? _next * 2 : RelayLimits.MaxBackoff;
        return pause;
    }
}
