using SoundTime.Storage.GrainStates;

namespace SoundTime.Storage.Postgres;

/// <summary>The reminders of all grains in a PostgreSQL database. Times are kept to the microsecond.</summary>
internal sealed class PostgresReminderStore(PostgresDatabase database) : IReminderStore
{
    private const string ListAllSql = """
        SELECT grain_type AS GrainType, key AS Key, name AS Name, start_at AS StartAt, period AS Period, etag AS ETag FROM reminders
        """;

    private const string ListSql = $"{ListAllSql} WHERE grain_type = @grainType AND key = @key ORDER BY name";

    private const string SaveSql = """
        INSERT INTO reminders (grain_type, key, name, start_at, period, etag) VALUES (@GrainType, @Key, @Name, @StartAt, @Period, @ETag)
        ON CONFLICT (grain_type, key, name) DO UPDATE SET start_at = excluded.start_at, period = excluded.period, etag = excluded.etag
        """;

    private const string RemoveSql = "DELETE FROM reminders WHERE grain_type = @grainType AND key = @key AND name = @name AND etag = @etag";

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredReminder>> ListAsync(CancellationToken cancellationToken) =>
        database.ListAsync<PostgresReminderRow, StoredReminder>(ListAllSql, null, row => row.ToReminder(), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredReminder>> ListAsync(string grainType, string key, CancellationToken cancellationToken) =>
        database.ListAsync<PostgresReminderRow, StoredReminder>(ListSql, new { grainType, key }, row => row.ToReminder(), cancellationToken);

    /// <inheritdoc/>
    public async Task<string> SaveAsync(StoredReminder reminder, CancellationToken cancellationToken)
    {
        var row = reminder with { StartAt = reminder.StartAt.ToUniversalTime(), ETag = PostgresValues.NewETag() };
        await database.ChangeAsync(SaveSql, row, cancellationToken).ConfigureAwait(false);
        return row.ETag;
    }

    /// <inheritdoc/>
    public async Task<bool> RemoveAsync(string grainType, string key, string name, string etag, CancellationToken cancellationToken) =>
        await database.ChangeAsync(RemoveSql, new { grainType, key, name, etag }, cancellationToken).ConfigureAwait(false) == 1;
}
