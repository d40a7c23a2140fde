namespace SoundTime.Bench;

/// <summary>Writes rows straight into the tables of a catalogue, which is much faster than announcements are.</summary>
internal interface ISearchTables : IAsyncDisposable
{
    /// <summary>Writes some rows in one transaction.</summary>
    Task WriteAsync(SearchRowPage page, CancellationToken cancellationToken);

    /// <summary>Comes before the words are written: what slows that down is put aside.</summary>
    Task PrepareWordsAsync(CancellationToken cancellationToken);

    /// <summary>Comes after: all is as the store makes it, and the database knows its tables.</summary>
    Task CompleteWordsAsync(CancellationToken cancellationToken);
}
