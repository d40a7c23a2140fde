using Dapper;
using SoundTime.Storage.GrainStates;

namespace SoundTime.Storage.Sqlite;

/// <summary>What grains keep, in an SQLite file.</summary>
internal sealed class SqliteGrainStateStore(SqliteDatabase database) : IGrainStateStore
{
    private const string ReadSql = "SELECT etag AS ETag, json AS Json FROM grain_states WHERE name = @name AND key = @key";

    private const string AddSql = """
        INSERT INTO grain_states (name, key, etag, json) VALUES (@name, @key, @newETag, @json) ON CONFLICT (name, key) DO NOTHING
        """;

    private const string ReplaceSql = "UPDATE grain_states SET etag = @newETag, json = @json WHERE name = @name AND key = @key AND etag = @etag";

    private const string RemoveSql = "DELETE FROM grain_states WHERE name = @name AND key = @key AND etag = @etag";

    private const string IsGoneSql = "SELECT NOT EXISTS (SELECT 1 FROM grain_states WHERE name = @name AND key = @key)";

    /// <inheritdoc/>
    public Task<StoredState?> ReadAsync(string name, string key, CancellationToken cancellationToken) =>
        database.ReadAsync(
            db => db.QuerySingleOrDefault<(string ETag, byte[] Json)?>(ReadSql, new { name, key }) is var (etag, json) ? new StoredState(etag, json) : null,
            cancellationToken);

    /// <inheritdoc/>
    public Task<string?> WriteAsync(string name, string key, string? etag, ReadOnlyMemory<byte> json, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(json.Length, IGrainStateStore.MaxJsonBytes);
        var newETag = SqliteValues.NewETag();
        var parameters = new { name, key, etag, newETag, json = json.ToArray() };
        return database.WriteAsync(db => db.Execute(etag is null ? AddSql : ReplaceSql, parameters) == 1 ? newETag : null, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> RemoveAsync(string name, string key, string? etag, CancellationToken cancellationToken) =>
        database.WriteAsync(
            db => db.Execute(RemoveSql, new { name, key, etag }) == 1 || db.ExecuteScalar<bool>(IsGoneSql, new { name, key }), cancellationToken);
}
