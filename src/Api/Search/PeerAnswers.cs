using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SoundTime.Api;

/// <summary>Gathers what comes of a question, for answers that are given at once.</summary>
internal sealed class PeerAnswers(TimeProvider time, ILogger<PeerAnswers> logger)
{
    /// <summary>All that comes until the search is over.</summary>
    public static async Task<SearchGathering> GatherAsync(IPeerSearch search, string question, CancellationToken cancellationToken)
    {
        var gathering = new SearchGathering();
        await GatherAsync(gathering, search, question, cancellationToken);
        return gathering;
    }

    /// <summary>What comes within <see cref="SearchLimits.BesidePage"/>. Where the search fails, that is what is missing, and said.</summary>
    public async Task<SearchGathering> GatherBesidePageAsync(IPeerSearch search, string question, HttpRequest request, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(SearchLimits.BesidePage, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var gathering = new SearchGathering();
        try
        {
            await GatherAsync(gathering, search, question, either.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // What has come so far is the answer.
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            FailureLog.Write(logger, request, failure);
            gathering.Fail(FailureAnswer.Of(failure).Text);
        }

        return gathering;
    }

    private static async Task GatherAsync(SearchGathering gathering, IPeerSearch search, string question, CancellationToken cancellationToken)
    {
        await foreach (var update in search.AskAsync(question, cancellationToken))
        {
            gathering.Add(update);
        }

        gathering.Complete();
    }
}
