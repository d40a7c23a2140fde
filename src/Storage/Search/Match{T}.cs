namespace SoundTime.Storage.Search;

/// <summary>Something that matches a question.</summary>
/// <param name="Found">What was found.</param>
/// <param name="Relevance">How well it matches, from 0 to 1: see <see cref="Relevance"/>. Comparable between all stores and nodes.</param>
public sealed record Match<T>(T Found, float Relevance);
