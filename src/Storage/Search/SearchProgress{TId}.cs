namespace SoundTime.Storage.Search;

/// <summary>How far the index of an older build, or of none, has been made anew. Tracks come first, then albums, then artists, each in the order of their ids.</summary>
/// <typeparam name="TId">How the store keeps ids.</typeparam>
/// <param name="Version">The rules by which it is made: <see cref="SearchWords.Version"/>.</param>
/// <param name="Stage">One of the stages.</param>
/// <param name="After">The last one of this stage that is done; none at its beginning.</param>
internal sealed record SearchProgress<TId>(long Version, long Stage, TId? After)
{
    /// <summary>Stages of the work, and their end.</summary>
    public const long Tracks = 0, Albums = 1, Artists = 2, Done = 3;

    /// <summary>What is to be done by this program: nothing is left to an older one when a newer one has begun.</summary>
    public SearchProgress<TId> Now() => Version < SearchWords.Version ? new(SearchWords.Version, Tracks, default) : Version > SearchWords.Version ? this with { Stage = Done } : this;

    /// <summary>After a page: the next one begins where it ended, or with the next stage where it was the last.</summary>
    public SearchProgress<TId> Next(IReadOnlyList<TId> page, int limit) =>
        page.Count < limit ? new(Version, Stage + 1, default) : this with { After = page[^1] };
}
