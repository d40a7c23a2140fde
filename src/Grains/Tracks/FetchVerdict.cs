namespace SoundTime.Grains.Tracks;

/// <summary>Whether a track may be fetched now.</summary>
public enum FetchVerdict
{
    /// <summary>It may, by the process that asked.</summary>
    Granted,

    /// <summary>Another process fetches it. Its blob may be here afterwards; if not, ask again.</summary>
    RunsElsewhere,

    /// <summary>No peer offers it.</summary>
    NoCopy,

    /// <summary>Only blocked peers offer it.</summary>
    Blocked,

    /// <summary>The admin took it out.</summary>
    TakenOut,

    /// <summary>It failed three times in a row, and none of its holders is online: nothing has changed since.</summary>
    Dereferenced,
}
