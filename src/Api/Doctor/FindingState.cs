namespace SoundTime.Api;

/// <summary>What came of looking at something.</summary>
public enum FindingState
{
    /// <summary>It is as it should be.</summary>
    Ok,

    /// <summary>It works less well than it could.</summary>
    Warning,

    /// <summary>It does not work.</summary>
    Failed,

    /// <summary>It could not be looked at, is not set up, or is not known yet: neither good nor bad.</summary>
    Unknown,
}
