namespace SoundTime.Storage.Integrity;

/// <summary>What became of a finding that was recorded.</summary>
public enum FindingOutcome
{
    /// <summary>It is new, and kept.</summary>
    Recorded,

    /// <summary>It was known: the finding that is open stays as it is.</summary>
    Known,

    /// <summary>The file was imported anew or forgotten meanwhile: what was found is not true any more, and nothing was kept.</summary>
    Outdated,

    /// <summary>So many findings are open that no more are kept. A rotten file is marked nevertheless.</summary>
    NoRoom,
}
