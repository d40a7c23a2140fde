namespace SoundTime.Bench;

/// <summary>A search as it is usually written in a database's own means, over the same tracks.</summary>
internal interface ISearchReference : IAsyncDisposable
{
    /// <summary>What it is, for people.</summary>
    string Name { get; }

    /// <summary>Makes its index of the tracks that are there.</summary>
    Task BuildAsync(CancellationToken cancellationToken);

    /// <summary>Reads the first 20 matches, the best first: all words occur, the last one may be begun.</summary>
    Task AskAsync(string question, CancellationToken cancellationToken);
}
