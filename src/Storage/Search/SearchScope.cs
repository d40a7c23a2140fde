namespace SoundTime.Storage.Search;

/// <summary>Among which tracks is looked.</summary>
public enum SearchScope
{
    /// <summary>All of the catalogue: ours and what peers announced.</summary>
    All,

    /// <summary>Tracks that files of ours hold: what we can serve.</summary>
    Local,
}
