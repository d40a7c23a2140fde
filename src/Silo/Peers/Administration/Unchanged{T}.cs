namespace SoundTime.Silo.Peers;

/// <summary>For how long a value has been what it is.</summary>
internal sealed class Unchanged<T>(TimeProvider time)
    where T : IEquatable<T>
{
    private T? _value;
    private long _since = time.GetTimestamp();

    /// <summary>Notes the value now. Answers for how long it was the same.</summary>
    public TimeSpan For(T value)
    {
        if (!value.Equals(_value))
        {
            _value = value;
            _since = time.GetTimestamp();
        }

        return time.GetElapsedTime(_since);
    }
}
