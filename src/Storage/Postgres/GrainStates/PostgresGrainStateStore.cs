using Dapper;
using SoundTime.Storage.GrainStates;
using static SoundTime.Storage.Postgres.PostgresStatements;

namespace SoundTime.Storage.Postgres;

/// <summary>What grains keep, in a PostgreSQL database.</summary>
/// <remarks>Of several that write over one state, the later wait for the first and then find its etag gone.</remarks>
internal sealed class PostgresGrainStateStore(PostgresDatabase database) : IGrainStateStore
{
    private const string ReadSql = "SELECT etag, json FROM grain_states WHERE name = @name AND key = @key";

    private const string AddSql = """
        INSERT INTO grain_states (name, key, etag, json) VALUES (@name, @key, @newETag, @json) ON CONFLICT (name, key) DO NOTHING
        """;

    private const string ReplaceSql = "UPDATE grain_states SET etag = @newETag, json = @json WHERE name = @name AND key = @key AND etag = @etag";

    private const string RemoveSql = "DELETE FROM grain_states WHERE name = @name AND key = @key AND etag = @etag";

    private const string IsGoneSql = "SELECT NOT EXISTS (SELECT FROM grain_states WHERE name = @name AND key = @key)";

    /// <inheritdoc/>
    public async Task<StoredState?> ReadAsync(string name, string key, CancellationToken cancellationToken) =>
        await database.FindAsync<(string ETag, byte[] Json)?>(ReadSql, new { name, key }, cancellationToken).ConfigureAwait(false) is var (etag, json)
            ? new StoredState(etag, json)
            : null;

    /// <inheritdoc/>
    public async Task<string?> WriteAsync(string name, string key, string? etag, ReadOnlyMemory<byte> json, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(json.Length, IGrainStateStore.MaxJsonBytes);
        var newETag = PostgresValues.NewETag();
        var parameters = new { name, key, etag, newETag, json = json.ToArray() };
        return await database.ChangeAsync(etag is null ? AddSql : ReplaceSql, parameters, cancellationToken).ConfigureAwait(false) == 1 ? newETag : null;
    }

    /// <inheritdoc/>
    public Task<bool> RemoveAsync(string name, string key, string? etag, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (db, _, cancel) =>
                await db.ExecuteAsync(Command(RemoveSql, new { name, key, etag }, cancel)).ConfigureAwait(false) == 1
                || await db.ExecuteScalarAsync<bool>(Command(IsGoneSql, new { name, key }, cancel)).ConfigureAwait(false),
            cancellationToken);
}
