namespace SoundTime.Storage.Postgres;

/// <summary>How many findings of a kind are open.</summary>
internal sealed class PostgresOpenFindingsRow
{
    public required int Kind { get; init; }

    public required long Count { get; init; }
}
