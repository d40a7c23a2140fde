namespace SoundTime.Api;

/// <summary>Asks the catalogue here and the peers that may know. The node's side of <c>/api/p2p/search</c>.</summary>
public interface IPeerSearch
{
    /// <summary>
    /// Asks, and gives what has come each time there is something new, until all is there or 10 seconds have passed. Whoever stops listening ends the search, unless others listen
    /// to the same question. A blank question is over at once.
    /// </summary>
    IAsyncEnumerable<SearchUpdate> AskAsync(string question, CancellationToken cancellationToken);
}
