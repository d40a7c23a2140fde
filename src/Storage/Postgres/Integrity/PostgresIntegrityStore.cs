using Dapper;
using Npgsql;
using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Integrity;
using SoundTime.Wire;
using static SoundTime.Storage.Postgres.PostgresStatements;

namespace SoundTime.Storage.Postgres;

/// <summary>What was found wrong with files, in a PostgreSQL database. Times are kept to the microsecond.</summary>
internal sealed class PostgresIntegrityStore(PostgresDatabase database, TimeProvider time, StoreLimits limits) : IIntegrityStore
{
    private const string Columns = "SELECT kind AS Kind, subject AS Subject, hash AS Hash, found_at AS FoundAt, resolved_at AS ResolvedAt FROM findings";

    /// <summary>Findings are few, and written one after the other: so they never become too many, and a subject has one that is open.</summary>
    private const string LockSql = "LOCK TABLE findings IN SHARE UPDATE EXCLUSIVE MODE";

    private const string MarkSql = """
        UPDATE local_files SET is_rotten = true WHERE path = @path AND hash = @hash AND size = @size AND modified_at = @modifiedAt
        """;

    private const string UnmarkSql = "UPDATE local_files SET is_rotten = false WHERE path = @subject AND is_rotten";

    private const string FindOpenSql = $"{Columns} WHERE subject = @subject AND resolved_at IS NULL";

    private const string IsWrongSql = """
        SELECT EXISTS (SELECT FROM findings WHERE subject = @subject AND resolved_at IS NULL)
            OR EXISTS (SELECT FROM local_files WHERE path = @subject AND is_rotten)
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
        FROM scrub WHERE only_row
        """;

    private const string SaveProgressSql = """
        INSERT INTO scrub (round_started_at, round_ended_at, part, position, checked, bytes, found, not_reachable)
        VALUES (@RoundStartedAt, @RoundEndedAt, @Part, @Position, @Checked, @Bytes, @Found, @NotReachable)
        ON CONFLICT (only_row) DO UPDATE SET
            round_started_at = excluded.round_started_at, round_ended_at = excluded.round_ended_at, part = excluded.part, position = excluded.position,
            checked = excluded.checked, bytes = excluded.bytes, found = excluded.found, not_reachable = excluded.not_reachable
        """;

    private DateTimeOffset Now => time.GetUtcNow();

    /// <inheritdoc/>
    public Task<FindingOutcome> RecordRottenAsync(LocalFile file, CancellationToken cancellationToken)
    {
        var known = new { path = file.Path, hash = file.Hash.ToArray(), size = file.Size, modifiedAt = file.ModifiedAt.UtcTicks };
        return WriteAsync(
            async (db, cancel) => await db.ExecuteAsync(Command(MarkSql, known, cancel)).ConfigureAwait(false) == 0
                ? FindingOutcome.Outdated
                : await RecordAsync(db, FindingKind.RottenFile, file.Path, file.Hash, cancel).ConfigureAwait(false),
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<FindingOutcome> RecordAsync(FindingKind kind, string subject, BlobHash? hash, CancellationToken cancellationToken) =>
        WriteAsync((db, cancel) => RecordAsync(db, kind, subject, hash, cancel), cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> ResolveAsync(string subject, CancellationToken cancellationToken)
    {
        var parameters = new { subject, now = Now };
        return await database.FindAsync<bool>(IsWrongSql, parameters, cancellationToken).ConfigureAwait(false)
            && await WriteAsync(
                async (db, cancel) => await db.ExecuteAsync(Command($"{UnmarkSql}; {ResolveSql}", parameters, cancel)).ConfigureAwait(false) > 0,
                cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<FindingPage> ListAsync(bool openOnly, int page, int perPage, CancellationToken cancellationToken) =>
        database.ReadSnapshotAsync(
            async (db, cancel) =>
            {
                var parameters = new { limit = perPage, offset = (page - 1L) * perPage };
                var rows = await db.QueryAsync<PostgresFindingRow>(Command(openOnly ? ListNewestOpenSql : ListSql, parameters, cancel)).ConfigureAwait(false);
                var total = openOnly
                    ? (await db.QueryAsync<PostgresOpenFindingsRow>(Command(CountOpenSql, null, cancel)).ConfigureAwait(false)).Sum(row => row.Count)
                    : await db.ExecuteScalarAsync<long>(Command(CountAllSql, null, cancel)).ConfigureAwait(false);
                return new FindingPage([.. rows.Select(row => row.ToFinding())], total);
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Finding>> ListOpenAsync(CancellationToken cancellationToken) =>
        database.ListAsync<PostgresFindingRow, Finding>(ListOpenSql, null, row => row.ToFinding(), cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<FindingKind, long>> CountOpenAsync(CancellationToken cancellationToken) =>
        (await database.ListAsync<PostgresOpenFindingsRow, PostgresOpenFindingsRow>(CountOpenSql, null, row => row, cancellationToken).ConfigureAwait(false))
            .ToDictionary(row => (FindingKind)row.Kind, row => row.Count);

    /// <inheritdoc/>
    public async Task<ScrubProgress?> FindProgressAsync(CancellationToken cancellationToken) =>
        (await database.FindAsync<PostgresScrubRow>(FindProgressSql, null, cancellationToken).ConfigureAwait(false))?.ToProgress();

    /// <inheritdoc/>
    public Task SaveProgressAsync(ScrubProgress progress, CancellationToken cancellationToken)
    {
        var parameters = new
        {
            progress.RoundStartedAt,
            progress.RoundEndedAt,
            Part = (int)progress.Part,
            progress.Position,
            progress.Checked,
            progress.Bytes,
            progress.Found,
            progress.NotReachable,
        };
        return database.ChangeAsync(SaveProgressSql, parameters, cancellationToken);
    }

    private Task<T> WriteAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> change, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (db, _, cancel) =>
            {
                await db.ExecuteAsync(Command(LockSql, null, cancel)).ConfigureAwait(false);
                return await change(db, cancel).ConfigureAwait(false);
            },
            cancellationToken);

    private async Task<FindingOutcome> RecordAsync(NpgsqlConnection db, FindingKind kind, string subject, BlobHash? hash, CancellationToken cancellationToken)
    {
        if (await db.QuerySingleOrDefaultAsync<PostgresFindingRow>(Command(FindOpenSql, new { subject }, cancellationToken)).ConfigureAwait(false) is { } open)
        {
            if (!kind.Replaces((FindingKind)open.Kind))
            {
                return FindingOutcome.Known;
            }

            await db.ExecuteAsync(Command(ResolveSql, new { subject, now = Now }, cancellationToken)).ConfigureAwait(false);
        }

        if (await db.ExecuteScalarAsync<long>(Command(CountAllSql, null, cancellationToken)).ConfigureAwait(false) >= limits.MaxFindings
            && await db.ExecuteAsync(Command(ForgetOneSql, null, cancellationToken)).ConfigureAwait(false) == 0)
        {
            return FindingOutcome.NoRoom;
        }

        var added = new { kind = (int)kind, subject, hash = hash?.ToArray(), now = Now };
        await db.ExecuteAsync(Command(AddSql, added, cancellationToken)).ConfigureAwait(false);
        return FindingOutcome.Recorded;
    }
}
