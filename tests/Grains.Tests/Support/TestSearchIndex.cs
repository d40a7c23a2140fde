using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Search;

namespace SoundTime.Grains.Tests.Support;

/// <summary>What the catalogue of a test finds, whatever is asked.</summary>
internal sealed class TestSearchIndex : ISearchIndex
{
    public Faults Faults { get; } = new();

    /// <summary>What is found, in the order of its relevance.</summary>
    public List<Match<Track>> Matches { get; } = [];

    /// <summary>Holds the answer, while it is set.</summary>
    public TaskCompletionSource? Gate { get; set; }

    public int Questions { get; private set; }

    public async Task<IReadOnlyList<Match<Track>>> FindTracksAsync(
        SearchQuestion question, SearchScope scope, int skip, int limit, CancellationToken cancellationToken)
    {
        Questions++;
        if (Gate is { } gate)
        {
            await gate.Task.WaitAsync(cancellationToken);
        }

        Faults.Check();
        return [.. Matches.Skip(skip).Take(limit)];
    }

    public Task<int> CountTracksAsync(SearchQuestion question, SearchScope scope, CancellationToken cancellationToken) => throw NotForGrains();

    public Task<IReadOnlyList<Match<FoundAlbum>>> FindAlbumsAsync(SearchQuestion question, int skip, int limit, CancellationToken cancellationToken) =>
        throw NotForGrains();

    public Task<IReadOnlyList<Match<FoundArtist>>> FindArtistsAsync(SearchQuestion question, int skip, int limit, CancellationToken cancellationToken) =>
        throw NotForGrains();

    public Task<int> IndexAsync(int limit, CancellationToken cancellationToken) => throw NotForGrains();

    private static InvalidOperationException NotForGrains() => new("Grains ask for tracks alone.");
}
