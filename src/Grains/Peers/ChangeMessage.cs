namespace SoundTime.Grains.Peers;

/// <summary>In which messages changes of our tracks are sent (protocol sheet, section 3.4).</summary>
public enum ChangeMessage
{
    /// <summary>Pages of our whole catalogue: CatalogSync.</summary>
    Catalogue,

    /// <summary>News: AnnounceTrack one by one where they are few, otherwise one CatalogDelta.</summary>
    News,
}
