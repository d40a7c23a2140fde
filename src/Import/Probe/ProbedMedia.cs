using SoundTime.Storage.Catalogue;

namespace SoundTime.Import;

/// <summary>What a file says of itself.</summary>
/// <param name="Tags">Tags and technical data, cleaned and within the wire's caps.</param>
/// <param name="PictureStream">Index of the embedded picture, or null if there is none.</param>
public sealed record ProbedMedia(TrackTags Tags, int? PictureStream);
