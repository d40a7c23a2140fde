using System.Runtime.CompilerServices;
using SoundTime.Api;
using SoundTime.Grains.Search;

namespace SoundTime.Silo.Peers;

/// <summary>Asks through the grain of the question, which asks for all who ask the same.</summary>
internal sealed class PeerSearch(IGrainFactory grains, TimeProvider time) : IPeerSearch
{
    /// <summary>Longer than the grain takes for all of it: 10 seconds.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    /// <inheritdoc/>
    public async IAsyncEnumerable<SearchUpdate> AskAsync(string question, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (SearchKey.Of(question) is not { } key)
        {
            yield break;
        }

        var grain = grains.GetGrain<ISearchGrain>(key);
        using var limit = new TimeLimit(Limit, time, cancellationToken);
        SearchProgress progress;
        long version = 0;
        do
        {
            progress = await ReadAsync(grain, version, limit, cancellationToken);
            version = progress.Version;
            yield return new SearchUpdate([.. progress.Hits.Select(ToResult)], progress.Asked, progress.Answered, progress.Failed, progress.Failure);
        }
        while (!progress.IsComplete);
    }

    private static async Task<SearchProgress> ReadAsync(ISearchGrain grain, long version, TimeLimit limit, CancellationToken cancellationToken)
    {
        // Not linked with the limit: a source that is disposed while another thread begins to cancel it may tell nobody, and the grain would count a reader for ever.
        using var reading = new CancellationTokenSource();
        try
        {
            return await grain.ReadAsync(version, reading.Token).WaitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            await reading.CancelAsync();
            if (limit.HasPassed && !cancellationToken.IsCancellationRequested)
            {
                throw new TimeoutException($"The grain of a question was not done after {Limit.TotalSeconds:0} seconds.");
            }

            throw;
        }
    }

    private static SearchResult ToResult(SearchHit hit) => new()
    {
        Hash = hit.Hash,
        Title = hit.Title,
        ArtistName = hit.ArtistName,
        AlbumTitle = hit.AlbumTitle,
        DurationSecs = hit.DurationSecs,
        Format = hit.Format,
        Genre = hit.Genre,
        Year = hit.Year,
        Bitrate = hit.Bitrate,
        SourceNode = hit.Holders.FirstOrDefault(""),
        MusicbrainzId = hit.MusicbrainzId,
        Relevance = hit.Relevance,
        TrackId = hit.TrackId,
        Local = hit.IsLocal,
        Holders = hit.Holders,
    };
}
