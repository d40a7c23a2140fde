using SoundTime.Wire;

namespace SoundTime.Storage.Search;

/// <summary>An album that was found.</summary>
/// <param name="Id">Id in our API.</param>
/// <param name="Title">Its title.</param>
/// <param name="ArtistId">Id of its artist.</param>
/// <param name="ArtistName">Name of its artist.</param>
/// <param name="CoverHash">Its cover, if it has one.</param>
/// <param name="CreatedAt">When we first heard of it.</param>
public sealed record FoundAlbum(Guid Id, string Title, Guid ArtistId, string ArtistName, BlobHash? CoverHash, DateTimeOffset CreatedAt);
