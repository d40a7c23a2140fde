namespace SoundTime.Storage.Search;

/// <summary>What can be found. Stored as its number.</summary>
internal enum SearchKind
{
    /// <summary>A track that only peers hold.</summary>
    RemoteTrack = 0,

    /// <summary>A track that a file of ours holds.</summary>
    LocalTrack = 1,

    /// <summary>An album.</summary>
    Album = 2,

    /// <summary>An artist.</summary>
    Artist = 3,
}
