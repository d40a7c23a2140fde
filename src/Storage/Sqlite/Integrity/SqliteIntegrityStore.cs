using Dapper;
using Microsoft.Data.Sqlite;
using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Integrity;
using SoundTime.Wire;

namespace SoundTime.Storage.Sqlite;

/// <summary>What was found wrong with files, in an SQLite file.</summary>
internal sealed class SqliteIntegrityStore(SqliteDatabase database, TimeProvider time, StoreLimits limits) : IIntegrityStore
{
    private const string Columns = "SELECT kind AS Kind, subject AS Subject, hash AS Hash, found_at AS FoundAt, resolved_at AS ResolvedAt FROM findings";

    private const string MarkSql = """
        UPDATE local_files SET is_rotten = 1 WHERE path = @path AND hash = @hash AND size = @size AND modified_at = @modifiedAt
        """;

    private const string UnmarkSql = "UPDATE local_files SET is_rotten = 0 WHERE path = @subject AND is_rotten = 1";

    private const string FindOpenSql = $"{Columns} WHERE subject = @subject AND resolved_at IS NULL";

    private const string IsWrongSql = """
        SELECT EXISTS (SELECT 1 FROM findings WHERE subject = @subject AND resolved_at IS NULL)
            OR EXISTS (SELECT 1 FROM local_files WHERE path = @subject AND is_rotten = 1)
        """;

    private const string CountAllSql = "SELECT count(*) FROM findings";

    private const string ForgetOneSql = """
        DELETE FROM findings WHERE number = (SELECT number FROM findings WHERE resolved_at IS NOT NULL ORDER BY resolved_at, number LIMIT 1)
        """;

    private const string AddSql = "INSERT INTO findings (kind, subject, hash, found_at) VALUES (@kind, @subject, @hash, @now)";

    private const string ResolveSql = "UPDATE findings SET resolved_at = @now WHERE subject = @subject AND resolved_at IS NULL";

    private const string ListSql = $"{Columns} ORDER BY number DESC LIMIT @limit OFFSET @offset";

    private const string ListNewestOpenSql = $"{Columns} WHERE resolved_at IS NULL ORDER BY number DESC LIMIT @limit OFFSET @offset";

    private const string ListOpenSql = $"{Columns} WHERE resolved_at IS NULL ORDER BY number";

    private const string CountOpenSql = "SELECT kind AS Kind, count(*) AS Count FROM findings WHERE resolved_at IS NULL GROUP BY kind";

    private const string FindProgressSql = """
        SELECT round_started_at AS RoundStartedAt, round_ended_at AS RoundEndedAt, part AS Part, position AS Position,
               checked AS Checked, bytes AS Bytes, found AS Found, not_reachable AS NotReachable
        FROM scrub WHERE only_row = 1
        """;

    private const string SaveProgressSql = """
        INSERT OR REPLACE INTO scrub (only_row, round_started_at, round_ended_at, part, position, checked, bytes, found, not_reachable)
        VALUES (1, @RoundStartedAt, @RoundEndedAt, @Part, @Position, @Checked, @Bytes, @Found, @NotReachable)
        """;

    /// <inheritdoc/>
    public Task<FindingOutcome> RecordRottenAsync(LocalFile file, CancellationToken cancellationToken)
    {
        var known = new { path = file.Path, hash = file.Hash.ToArray(), size = file.Size, modifiedAt = file.ModifiedAt.UtcTicks };
        return database.WriteAsync(
            db => db.Execute(MarkSql, known) == 0 ? FindingOutcome.Outdated : Record(db, FindingKind.RottenFile, file.Path, file.Hash), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<FindingOutcome> RecordAsync(FindingKind kind, string subject, BlobHash? hash, CancellationToken cancellationToken) =>
        database.WriteAsync(db => Record(db, kind, subject, hash), cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> ResolveAsync(string subject, CancellationToken cancellationToken) =>
        await database.ReadAsync(db => db.ExecuteScalar<bool>(IsWrongSql, new { subject }), cancellationToken).ConfigureAwait(false)
        && await database.WriteAsync(
            db => db.Execute(UnmarkSql, new { subject }) + db.Execute(ResolveSql, new { subject, now = Now }) > 0, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public Task<FindingPage> ListAsync(bool openOnly, int page, int perPage, CancellationToken cancellationToken) =>
        database.ReadAsync(
            db =>
            {
                var rows = db.Query<FindingRow>(openOnly ? ListNewestOpenSql : ListSql, new { limit = perPage, offset = (page - 1L) * perPage });
                var total = openOnly ? db.Query<OpenFindingsRow>(CountOpenSql).Sum(row => row.Count) : db.ExecuteScalar<long>(CountAllSql);
                return new FindingPage([.. rows.Select(row => row.ToFinding())], total);
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Finding>> ListOpenAsync(CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<Finding>>(db => [.. db.Query<FindingRow>(ListOpenSql).Select(row => row.ToFinding())], cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<FindingKind, long>> CountOpenAsync(CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyDictionary<FindingKind, long>>(
            db => db.Query<OpenFindingsRow>(CountOpenSql).ToDictionary(row => (FindingKind)row.Kind, row => row.Count), cancellationToken);

    /// <inheritdoc/>
    public Task<ScrubProgress?> FindProgressAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(db => db.QuerySingleOrDefault<ScrubRow>(FindProgressSql)?.ToProgress(), cancellationToken);

    /// <inheritdoc/>
    public Task SaveProgressAsync(ScrubProgress progress, CancellationToken cancellationToken) =>
        database.WriteAsync(db => db.Execute(SaveProgressSql, ScrubRow.From(progress)), cancellationToken);

    private long Now => time.GetUtcNow().UtcTicks;

    private FindingOutcome Record(SqliteConnection db, FindingKind kind, string subject, BlobHash? hash)
    {
        if (db.QuerySingleOrDefault<FindingRow>(FindOpenSql, new { subject }) is { } open)
        {
            if (!kind.Replaces((FindingKind)open.Kind))
            {
                return FindingOutcome.Known;
            }

            db.Execute(ResolveSql, new { subject, now = Now });
        }

        if (db.ExecuteScalar<long>(CountAllSql) >= limits.MaxFindings && db.Execute(ForgetOneSql) == 0)
        {
            return FindingOutcome.NoRoom;
        }

        db.Execute(AddSql, new { kind = (int)kind, subject, hash = hash?.ToArray(), now = Now });
        return FindingOutcome.Recorded;
    }
}
