using SoundTime.Wire;

namespace SoundTime.Grains.Search;

/// <summary>What the grain of a question has the node do on the network. Ends within its own time limit, and answers what came of it instead of throwing.</summary>
public interface ISearchLink
{
    /// <summary>This node.</summary>
    NodeId Self { get; }

    /// <summary>Asks a peer. What it answers is checked: hashes are hashes, texts and numbers within the caps of the catalogue; what is not is left out.</summary>
    Task<PeerMatches> AskAsync(NodeId peer, string question, int limit, CancellationToken cancellationToken);
}
