namespace SoundTime.Storage.Sqlite;

/// <summary>How many findings of a kind are open.</summary>
internal sealed class OpenFindingsRow
{
    public required int Kind { get; init; }

    public required long Count { get; init; }
}
