namespace SoundTime.Bench;

/// <summary>Loads the rows that one database holds into another, which has the same empty tables, by the means of the database alone.</summary>
/// <param name="Name">How, for people.</param>
/// <param name="RunAsync">Loads from the first address to the second; answers the seconds that writing took, reading left out.</param>
internal sealed record RawLoad(string Name, Func<string, string, CancellationToken, Task<double>> RunAsync);
