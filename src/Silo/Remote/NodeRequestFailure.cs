namespace SoundTime.Silo.Remote;

/// <summary>Why the running node did not do what it was asked.</summary>
internal enum NodeRequestFailure
{
    /// <summary>No node runs here, or none that this command can find.</summary>
    NotRunning,

    /// <summary>This user may not ask it.</summary>
    NoAccess,

    /// <summary>It does not want to.</summary>
    Refused,

    /// <summary>It took too long, or what it answered is no answer.</summary>
    BadAnswer,
}
