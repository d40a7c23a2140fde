namespace SoundTime.Import;

/// <summary>What the uploader says of the file; each beats the file's own tag.</summary>
/// <param name="Title">Title, or null for the file's.</param>
/// <param name="Album">Title of the album, or null for the file's.</param>
/// <param name="Artist">Artist, or null for the file's.</param>
public sealed record UploadOverrides(string? Title = null, string? Album = null, string? Artist = null);
