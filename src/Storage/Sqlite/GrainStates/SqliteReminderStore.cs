using Dapper;
using SoundTime.Storage.GrainStates;

namespace SoundTime.Storage.Sqlite;

/// <summary>The reminders of all grains in an SQLite file.</summary>
internal sealed class SqliteReminderStore(SqliteDatabase database) : IReminderStore
{
    private const string Columns = """
        SELECT grain_type AS GrainType, key AS Key, name AS Name, start_at AS StartAt, period AS Period, etag AS ETag FROM reminders
        """;

    private const string ListAllSql = Columns;

    private const string ListSql = $"{Columns} WHERE grain_type = @grainType AND key = @key ORDER BY name";

    private const string SaveSql = """
        INSERT INTO reminders (grain_type, key, name, start_at, period, etag) VALUES (@grainType, @key, @name, @startAt, @period, @etag)
        ON CONFLICT (grain_type, key, name) DO UPDATE SET start_at = excluded.start_at, period = excluded.period, etag = excluded.etag
        """;

    private const string RemoveSql = "DELETE FROM reminders WHERE grain_type = @grainType AND key = @key AND name = @name AND etag = @etag";

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredReminder>> ListAsync(CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<StoredReminder>>(
            db => [.. db.Query<ReminderRow>(ListAllSql).Select(row => row.ToReminder())], cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredReminder>> ListAsync(string grainType, string key, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<StoredReminder>>(
            db => [.. db.Query<ReminderRow>(ListSql, new { grainType, key }).Select(row => row.ToReminder())], cancellationToken);

    /// <inheritdoc/>
    public Task<string> SaveAsync(StoredReminder reminder, CancellationToken cancellationToken)
    {
        var etag = SqliteValues.NewETag();
        var parameters = new
        {
            grainType = reminder.GrainType,
            key = reminder.Key,
            name = reminder.Name,
            startAt = reminder.StartAt.UtcTicks,
            period = reminder.Period.Ticks,
            etag,
        };
        return database.WriteAsync(
            db =>
            {
                db.Execute(SaveSql, parameters);
                return etag;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> RemoveAsync(string grainType, string key, string name, string etag, CancellationToken cancellationToken) =>
        database.WriteAsync(db => db.Execute(RemoveSql, new { grainType, key, name, etag }) == 1, cancellationToken);
}
