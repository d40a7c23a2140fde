using SoundTime.Grains.Peers;
using SoundTime.Grains.Search;
using SoundTime.Iroh;
using SoundTime.Wire;

namespace SoundTime.Silo.Peers;

/// <summary>Asks peers what the grains of questions want to know: a few questions to each at once, and no more to all together than there is memory for their answers.</summary>
internal sealed class SearchLink(IrohEndpoint endpoint, PeerClient client, TimeProvider time, ILogger<SearchLink> logger) : ISearchLink, IDisposable
{
    /// <summary>
    /// Questions to one peer at once; the next wait. Rust nodes handle what comes on a connection one after another, and a Ping behind many slow searches would say that the peer is away.
    /// </summary>
    public const int MaxOfPeer = 4;

    /// <summary>Questions to all peers together at once; the next wait. Whatever peers answer, this takes <see cref="WireLimits.MaxSearchResultsBytes"/> each, 100 MiB in all.</summary>
    public const int MaxOfAll = 256;

    /// <summary>How long a question may wait for its turn; it then leaves the peer out.</summary>
    public static readonly TimeSpan TurnLimit = TimeSpan.FromSeconds(2);

    private readonly PeerTurns _ofPeer = new(MaxOfPeer, TurnLimit, time);
    private readonly Turns _ofAll = new(MaxOfAll, TurnLimit, time);

    /// <inheritdoc/>
    public NodeId Self => endpoint.Id;

    /// <inheritdoc/>
    public Task<PeerMatches> AskAsync(NodeId peer, string question, int limit, CancellationToken cancellationToken) => logger.AnswerAsync(
        peer, () => AskInTurnAsync(peer, question, limit, cancellationToken), (reply, text) => new PeerMatches(reply, [], text), cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _ofAll.Dispose();

    private async Task<PeerMatches> AskInTurnAsync(NodeId peer, string question, int limit, CancellationToken cancellationToken)
    {
        using var ofPeer = await _ofPeer.TakeAsync(peer, cancellationToken);
        using var ofAll = ofPeer is null ? null : await _ofAll.TakeAsync(cancellationToken);
        if (ofAll is null)
        {
            return new PeerMatches(PeerReply.NotAsked, [], "Too many questions are being asked already; this one was not.");
        }

        var answer = await client.SearchAsync(peer, question, (uint)limit, cancellationToken);
        var matches = new List<PeerMatch>();
        var rejected = answer.Rejected;
        var firstFault = rejected > 0 ? "not of the form of a result" : null;
        foreach (var result in answer.Results.Take(limit))
        {
            if (ReceivedMatch.TryRead(result, out var match, out var fault))
            {
                matches.Add(match);
            }
            else
            {
                firstFault ??= fault;
                rejected++;
            }
        }

        if (firstFault is not null)
        {
            logger.ResultsRejected(peer.ShortText, rejected, matches.Count, firstFault);
        }

        return new PeerMatches(PeerReply.Done, matches, null);
    }
}
