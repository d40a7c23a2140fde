using SoundTime.Storage.Settings;

namespace SoundTime.Storage.Postgres;

/// <summary>The settings of the instance in a PostgreSQL database.</summary>
internal sealed class PostgresSettingStore(PostgresDatabase database) : ISettingStore
{
    private const string FindSql = "SELECT value FROM settings WHERE key = @key";

    private const string SaveSql = "INSERT INTO settings (key, value) VALUES (@key, @value) ON CONFLICT (key) DO UPDATE SET value = excluded.value";

    private const string AddSql = "INSERT INTO settings (key, value) VALUES (@key, @value) ON CONFLICT (key) DO NOTHING";

    /// <inheritdoc/>
    public Task<string?> FindAsync(string key, CancellationToken cancellationToken) => database.FindAsync<string>(FindSql, new { key }, cancellationToken);

    /// <inheritdoc/>
    public Task SaveAsync(string key, string value, CancellationToken cancellationToken) =>
        database.ChangeAsync(SaveSql, new { key, value }, cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> TryAddAsync(string key, string value, CancellationToken cancellationToken) =>
        await database.ChangeAsync(AddSql, new { key, value }, cancellationToken).ConfigureAwait(false) == 1;
}
