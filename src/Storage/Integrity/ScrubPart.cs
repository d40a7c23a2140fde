namespace SoundTime.Storage.Integrity;

/// <summary>What the background scrub walks, one after the other. Its numbers are what the tables keep.</summary>
public enum ScrubPart
{
    /// <summary>The imported files, by path.</summary>
    Library = 0,

    /// <summary>The blobs, by hash.</summary>
    Blobs = 1,
}
