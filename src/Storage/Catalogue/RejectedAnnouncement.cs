namespace SoundTime.Storage.Catalogue;

/// <summary>An announcement that was left out.</summary>
/// <param name="Index">Its place in the page, from 0.</param>
/// <param name="Reason">Why, for logs.</param>
public sealed record RejectedAnnouncement(int Index, string Reason);
