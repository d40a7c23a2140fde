namespace SoundTime.Grains.Tracks;

/// <summary>How a fetch ended.</summary>
public enum FetchOutcome
{
    /// <summary>The track came, and is verified and kept.</summary>
    Delivered,

    /// <summary>All copies were asked, and none came.</summary>
    NoneDelivered,

    /// <summary>This process gave up for a reason of its own: it stops, its disk is full, its store fails. Says nothing of the track.</summary>
    Abandoned,
}
