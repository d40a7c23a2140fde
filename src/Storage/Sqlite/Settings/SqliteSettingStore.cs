using Dapper;
using SoundTime.Storage.Settings;

namespace SoundTime.Storage.Sqlite;

/// <summary>The settings of the instance in an SQLite file.</summary>
internal sealed class SqliteSettingStore(SqliteDatabase database) : ISettingStore
{
    private const string FindSql = "SELECT value FROM settings WHERE key = @key";

    private const string SaveSql = "INSERT INTO settings (key, value) VALUES (@key, @value) ON CONFLICT (key) DO UPDATE SET value = excluded.value";

    private const string AddSql = "INSERT INTO settings (key, value) VALUES (@key, @value) ON CONFLICT (key) DO NOTHING";

    /// <inheritdoc/>
    public Task<string?> FindAsync(string key, CancellationToken cancellationToken) =>
        database.ReadAsync(db => db.QuerySingleOrDefault<string>(FindSql, new { key }), cancellationToken);

    /// <inheritdoc/>
    public Task SaveAsync(string key, string value, CancellationToken cancellationToken) =>
        database.WriteAsync(db => db.Execute(SaveSql, new { key, value }), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> TryAddAsync(string key, string value, CancellationToken cancellationToken) =>
        database.WriteAsync(db => db.Execute(AddSql, new { key, value }) == 1, cancellationToken);
}
