namespace SoundTime.Storage.Search;

/// <summary>An artist that was found.</summary>
/// <param name="Id">Id in our API.</param>
/// <param name="Name">The name.</param>
/// <param name="CreatedAt">When we first heard of them.</param>
public sealed record FoundArtist(Guid Id, string Name, DateTimeOffset CreatedAt);
