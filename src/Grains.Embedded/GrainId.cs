namespace SoundTime.Grains.Embedded;

/// <summary>Type and key of a grain.</summary>
public readonly record struct GrainId
{
    private GrainId(string type, string key)
    {
        Type = type;
        Key = key;
    }

    /// <summary>Name of the grain class in lower case, without "grain" at its end. Reminders are stored under it.</summary>
    internal string Type { get; }

    internal string Key { get; }

    /// <summary>Puts a type and a key together.</summary>
    public static GrainId Create(string type, string key)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(type);
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        return new GrainId(type, key);
    }

    /// <summary>As <c>peer/ab12</c>.</summary>
    public override string ToString() => $"{Type}/{Key}";
}
