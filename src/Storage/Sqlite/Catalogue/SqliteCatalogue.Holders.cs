using System.Text.Json;
using Dapper;
using SoundTime.Storage.Catalogue;
using SoundTime.Wire;

namespace SoundTime.Storage.Sqlite;

/// <content>Who holds many tracks at once.</content>
internal sealed partial class SqliteCatalogue
{
    private const string FindKnownSql = "SELECT hash, id, is_local FROM tracks WHERE hash IN (SELECT unhex(value) FROM json_each(@hashes))";

    private const string ListHoldersSql = "SELECT node FROM copies WHERE hash = @hash ORDER BY announced_at, id LIMIT @limit";

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<BlobHash, TrackHolders>> FindHoldersAsync(
        IReadOnlyCollection<BlobHash> hashes, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var named = JsonSerializer.Serialize(hashes.Select(hash => hash.ToString()));
        return _database.ReadAsync<IReadOnlyDictionary<BlobHash, TrackHolders>>(
            db => db.Query<(byte[] Hash, byte[] Id, bool IsLocal)>(FindKnownSql, new { hashes = named }).ToDictionary(
                row => new BlobHash(row.Hash),
                row => new TrackHolders(
                    row.Id.ToGuid(), row.IsLocal, [.. db.Query<byte[]>(ListHoldersSql, new { hash = row.Hash, limit }).Select(node => new NodeId(node))])),
            cancellationToken);
    }
}
