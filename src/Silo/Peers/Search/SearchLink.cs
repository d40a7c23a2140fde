using SoundTime.Grains.Peers;
using SoundTime.Grains.Search;
using SoundTime.Iroh;
using SoundTime.Wire;

namespace SoundTime.Silo.Peers;

/// <summary>Asks peers what the grains of questions want to know.</summary>
internal sealed class SearchLink(IrohEndpoint endpoint, PeerClient client, ILogger<SearchLink> logger) : ISearchLink
{
    /// <inheritdoc/>
    public NodeId Self => endpoint.Id;

    /// <inheritdoc/>
    public Task<PeerMatches> AskAsync(NodeId peer, string question, int limit, CancellationToken cancellationToken) => logger.AnswerAsync(
        peer,
        async () =>
        {
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
        },
        (reply, text) => new PeerMatches(reply, [], text),
        cancellationToken);
}
