using SoundTime.Wire.Messages;

namespace SoundTime.Bench;

/// <summary>A track with its copy.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="Artist">Its artist.</param>
/// <param name="Album">Its album.</param>
/// <param name="Said">What is said of it.</param>
/// <param name="Copy">The id of its copy.</param>
internal sealed record SearchTrackRow(Guid Id, byte[] Hash, Guid Artist, Guid Album, TrackAnnouncement Said, Guid Copy);
