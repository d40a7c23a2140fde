namespace SoundTime.Grains.Search;

/// <summary>
/// One question. Its key is what <see cref="SearchKey"/> makes of the text. Asks the catalogue here and at most ten peers that may know, from the first call
/// on and for at most 10 seconds; whoever asks the same within 30 seconds gets the same answers. When all who wait have left, no more is asked.
/// </summary>
public interface ISearchGrain : IGrainWithStringKey
{
    /// <summary>
    /// What has come since <paramref name="version"/> (0: from the start). Waits until there is something new, or the search is over.
    /// </summary>
    Task<SearchProgress> ReadAsync(long version, CancellationToken cancellationToken);
}
