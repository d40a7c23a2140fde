namespace SoundTime.Bench;

/// <summary>A kind of database that takes announcements in.</summary>
internal interface IIngestDatabase : IAsyncDisposable
{
    /// <summary>Its name for people.</summary>
    string Name { get; }

    /// <summary>The name of its store in <see cref="IngestStores"/>.</summary>
    string Store { get; }

    /// <summary>The ways in which rows are loaded without our store.</summary>
    IReadOnlyList<RawLoad> RawLoads { get; }

    /// <summary>The address of a new database, empty as yet.</summary>
    Task<string> CreateAsync(CancellationToken cancellationToken);
}
