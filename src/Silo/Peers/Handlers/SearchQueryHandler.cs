using SoundTime.Iroh;
using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Search;
using SoundTime.Wire;
using SoundTime.Wire.Messages;

namespace SoundTime.Silo.Peers;

/// <summary>
/// Answers a search with tracks of ours that can be fetched, never with what is known by name alone (weakness W40). Where the catalogue cannot be
/// searched, now or at all, the stream is reset: an empty answer would say that nothing was found.
/// </summary>
internal sealed class SearchQueryHandler(IrohEndpoint endpoint, ISearchIndex index, TimeProvider time, ILogger<SearchQueryHandler> logger)
    : MessageHandler<SearchQuery>, IDisposable
{
    /// <summary>Most results of one answer, however many were asked for (weakness W30).</summary>
    public const int MaxResults = 100;

    /// <summary>Searches of the catalogue for all peers together at once; the next wait. Few, so that the listeners here come first.</summary>
    public const int AtOnce = 8;

    /// <summary>How long a search may wait for its turn, and how long it may take then: together less than the 10 seconds that peers wait (protocol sheet, section 5.2).</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(4);

    private readonly Turns _turns = new(AtOnce, Limit, time);

    /// <inheritdoc/>
    public void Dispose() => _turns.Dispose();

    /// <inheritdoc/>
    protected override async Task HandleAsync(InboundRequest request, SearchQuery message, CancellationToken cancellationToken)
    {
        if (!request.Budget.Searches.TryTake())
        {
            Refuse(request, "it asks too often");
            return;
        }

        if (await FindAsync(SearchQuestion.Parse(message.Query), (int)Math.Min(message.Limit, MaxResults), cancellationToken) is not var (found, total))
        {
            Refuse(request, "others are being answered");
            return;
        }

        var results = found.Where(match => Announcement.IsOffered(match.Found)).Select(ToItem);
        await request.AnswerAsync(new SearchResults(Echo(message.RequestId), [.. results], (ulong)total), cancellationToken);
    }

    /// <summary>The best of what matches, and the number of all, to <see cref="ISearchIndex.MaxCounted"/>. Null where there was no time for it.</summary>
    private async Task<(IReadOnlyList<Match<Track>> Found, int Total)?> FindAsync(SearchQuestion question, int most, CancellationToken cancellationToken)
    {
        if (question.IsEmpty)
        {
            return ([], 0);
        }

        using var turn = await _turns.TakeAsync(cancellationToken);
        if (turn is null)
        {
            return null;
        }

        using var limit = new TimeLimit(Limit, time, cancellationToken);
        try
        {
            var found = most == 0 ? [] : await index.FindTracksAsync(question, SearchScope.Local, 0, most, limit.Token);
            return (found, found.Count < most ? found.Count : await index.CountTracksAsync(question, SearchScope.Local, limit.Token));
        }
        catch (OperationCanceledException) when (limit.HasPassed && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private void Refuse(InboundRequest request, string why)
    {
        logger.SearchRefused(request.Peer.ShortText, why);
        request.Reset(PeerCloseCodes.Busy);
    }

    private SearchResultItem ToItem(Match<Track> match) => new()
    {
        Hash = match.Found.Hash.ToString(),
        Title = match.Found.Tags.Title,
        ArtistName = match.Found.Tags.ArtistName,
        AlbumTitle = match.Found.Tags.AlbumTitle,
        DurationSecs = match.Found.Tags.DurationSecs,
        Format = match.Found.Tags.Format,
        Genre = match.Found.Tags.Genre,
        Year = match.Found.Tags.Year,
        Bitrate = match.Found.Tags.Bitrate,
        SourceNode = endpoint.Id.ToString(),
        Relevance = match.Relevance,
    };

    /// <summary>The id as it came. One that is longer than any message of ours may hold belongs to nobody who waits for it.</summary>
    private static string Echo(string requestId) =>
        string.Concat(requestId.EnumerateRunes().Take(WireLimits.MaxNameCharacters).Select(rune => rune.ToString()));
}
