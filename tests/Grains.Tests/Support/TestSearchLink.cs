using System.Collections.Concurrent;
using SoundTime.Grains.Peers;
using SoundTime.Grains.Search;
using SoundTime.Wire;

namespace SoundTime.Grains.Tests.Support;

/// <summary>Peers that answer questions as the test says; the others cannot be reached.</summary>
internal sealed class TestSearchLink : ISearchLink
{
    private static readonly PeerMatches Nobody = new(PeerReply.Unreachable, [], "Nobody is there.");

    private readonly ConcurrentDictionary<NodeId, Func<CancellationToken, Task<PeerMatches>>> _answers = new();

    public NodeId Self => TestNode.IdOf(0);

    /// <summary>Who was asked what, in order.</summary>
    public ConcurrentQueue<(NodeId Peer, string Question)> Asked { get; } = new();

    /// <summary>Whose answers were given up before they came.</summary>
    public ConcurrentQueue<NodeId> GivenUp { get; } = new();

    /// <summary>Has a peer answer at once.</summary>
    public void Answer(NodeId peer, params PeerMatch[] tracks) => _answers[peer] = _ => Task.FromResult(new PeerMatches(PeerReply.Done, tracks, null));

    /// <summary>Has a peer fail.</summary>
    public void Fail(NodeId peer, PeerReply reply) => _answers[peer] = _ => Task.FromResult(new PeerMatches(reply, [], "The test says so."));

    /// <summary>Has a peer answer when the test says so; never, if it does not.</summary>
    public TaskCompletionSource<PeerMatch[]> AnswerLater(NodeId peer)
    {
        var later = new TaskCompletionSource<PeerMatch[]>();
        _answers[peer] = async cancellationToken =>
        {
            try
            {
                return new PeerMatches(PeerReply.Done, await later.Task.WaitAsync(cancellationToken), null);
            }
            catch (OperationCanceledException)
            {
                GivenUp.Enqueue(peer);
                return new PeerMatches(PeerReply.NotAsked, [], "The asking was stopped.");
            }
        };
        return later;
    }

    public Task<PeerMatches> AskAsync(NodeId peer, string question, int limit, CancellationToken cancellationToken)
    {
        Asked.Enqueue((peer, question));
        return _answers.TryGetValue(peer, out var answer) ? answer(cancellationToken) : Task.FromResult(Nobody);
    }
}
