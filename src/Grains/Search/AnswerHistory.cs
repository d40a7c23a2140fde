namespace SoundTime.Grains.Search;

/// <summary>How a peer answered lately: how often it found something, and how fast. What is long ago counts less and less. The default is that of a peer that was never asked.</summary>
internal readonly record struct AnswerHistory
{
    /// <summary>After such a time, half of what was learned is forgotten.</summary>
    private static readonly TimeSpan HalfLife = TimeSpan.FromHours(1);

    /// <summary>What share of what is known is the newest answer.</summary>
    private const float Weight = 0.3f;

    /// <summary>How often a peer finds something of which nothing is known.</summary>
    private const float UnknownUse = 0.5f;

    /// <summary>How long a peer takes, in seconds, of which nothing is known.</summary>
    private const float UnknownSeconds = 1;

    /// <summary>How far its use, and its seconds, are from those of an unknown peer, at <see cref="_at"/>.</summary>
    private readonly float _use;
    private readonly float _seconds;
    private readonly TimeSpan _at;

    private AnswerHistory(float use, float seconds, TimeSpan at) => (_use, _seconds, _at) = (use, seconds, at);

    /// <summary>
    /// For comparison, from 0 to 1: the chance that it finds something, divided by one more than the seconds that it takes. A peer that was asked in vain comes after one that was never
    /// asked, so that all have their turn.
    /// </summary>
    public float ScoreAt(TimeSpan now)
    {
        var share = ShareAt(now);
        return (UnknownUse + (_use * share)) / (1 + UnknownSeconds + (_seconds * share));
    }

    /// <summary>After an answer; <paramref name="took"/> is null where none came.</summary>
    public AnswerHistory After(int found, TimeSpan? took, TimeSpan now)
    {
        var share = ShareAt(now);
        var seconds = (float)Math.Clamp((took ?? SearchLimits.Deadline).TotalSeconds, 0, SearchLimits.Deadline.TotalSeconds);
        return new AnswerHistory(
            Toward(_use * share, (found > 0 ? 1 : 0) - UnknownUse),
            Toward(_seconds * share, seconds - UnknownSeconds),
            now);
    }

    private static float Toward(float known, float latest) => known + (Weight * (latest - known));

    private float ShareAt(TimeSpan now) => now <= _at ? 1 : MathF.Pow(2, -(float)((now - _at) / HalfLife));
}
