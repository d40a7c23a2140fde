using SoundTime.Storage.Health;
using SoundTime.Wire;

namespace SoundTime.Storage.Sqlite;

/// <summary>A row of <c>copy_strikes</c>.</summary>
internal sealed class CopyStrikesRow
{
    /// <summary>What is selected of it: <see cref="Strikes"/>, which is never null in a row that is there, comes first.</summary>
    public const string Columns = "s.strikes AS Strikes, s.node AS Node, s.last_failure AS LastFailure, s.failed_at AS FailedAt";

    public required int Strikes { get; init; }

    public required byte[] Node { get; init; }

    public required int LastFailure { get; init; }

    public required long FailedAt { get; init; }

    public CopyStrikes ToStrikes() => new(new NodeId(Node), Strikes, (CopyFailure)LastFailure, FailedAt.ToTime());
}
