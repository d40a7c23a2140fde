namespace SoundTime.Storage.Health;

/// <summary>How a track that only peers hold has done. Its numbers are what the tables keep.</summary>
public enum TrackHealthState
{
    /// <summary>Nothing is known against it.</summary>
    Healthy = 0,

    /// <summary>It failed, and came afterwards.</summary>
    Recovered = 1,

    /// <summary>It failed the last time, or the last two times, that it was wanted.</summary>
    Degraded = 2,

    /// <summary>It failed three times in a row, or the admin took it out: it counts as unavailable.</summary>
    Dereferenced = 3,
}
