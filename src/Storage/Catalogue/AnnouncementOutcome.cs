namespace SoundTime.Storage.Catalogue;

/// <summary>What became of a page of announcements.</summary>
/// <param name="Added">Copies that were not known before.</param>
/// <param name="Known">Copies that were.</param>
/// <param name="Rejected">Entries that were left out.</param>
public sealed record AnnouncementOutcome(int Added, int Known, IReadOnlyList<RejectedAnnouncement> Rejected);
