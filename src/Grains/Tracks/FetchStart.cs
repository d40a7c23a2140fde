namespace SoundTime.Grains.Tracks;

/// <summary>Whether a track may be fetched, and from whom.</summary>
/// <param name="Verdict">Whether.</param>
/// <param name="Copies">The copies in the order in which they are asked, at most <see cref="TrackLimits.MaxCopies"/>: the best one, then the origin, then the others by their score. Empty unless granted.</param>
public sealed record FetchStart(FetchVerdict Verdict, CopyOffer[] Copies);
