using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using SoundTime.Storage.Catalogue;
using SoundTime.Wire;
using SoundTime.Wire.Messages;

namespace SoundTime.Storage.Sqlite;

/// <content>Peers say what they hold.</content>
internal sealed partial class SqliteCatalogue
{
    private const string ListCopiesSql = """
        SELECT id AS Id, hash AS Hash, node AS Node, format AS Format, file_size AS FileSize, bitrate AS Bitrate,
               sample_rate AS SampleRate, announced_at AS AnnouncedAt
        FROM (
            SELECT c.* FROM copies c LEFT JOIN peers p ON p.node = c.node WHERE c.hash = @hash
            ORDER BY p.is_online IS TRUE DESC, c.announced_at, c.id LIMIT @limit) listed
        ORDER BY announced_at, id
        """;

    private const string RemoveCopiesSql = "DELETE FROM copies WHERE node = @node AND hash IN (SELECT unhex(value) FROM json_each(@hashes))";

    private const string ListCopiesOfPeerSql = "SELECT hash FROM copies WHERE node = @node LIMIT @limit";

    private const string CountCopiesSql = "SELECT node AS Node, copies AS Copies FROM copies_of_peers";

    private const string CountCopiesOfPeerSql = "SELECT copies FROM copies_of_peers WHERE node = @node";

    /// <inheritdoc/>
    /// <remarks>
    /// The tags of a track that we do not hold are those of the peer that is known longest to hold it: its edits arrive, and a later
    /// announcer cannot rename what others have named. Entries that say nothing new write nothing.
    /// </remarks>
    public async Task<AnnouncementOutcome> RecordAnnouncementsAsync(
        NodeId peer, IReadOnlyList<TrackAnnouncement> announcements, CancellationToken cancellationToken)
    {
        var page = new AnnouncedPage(announcements);
        return page.Count == 0
            ? page.ToOutcome(added: 0, surplus: [])
            : await _database.WriteAsync(db => Record(db, peer, page, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<Copy>> ListCopiesAsync(BlobHash hash, CancellationToken cancellationToken) =>
        _database.ReadAsync<IReadOnlyList<Copy>>(
            db => [.. db.Query<CopyRow>(ListCopiesSql, new { hash = hash.ToArray(), limit = _limits.MaxCopiesListed }).Select(row => row.ToCopy())], cancellationToken);

    /// <inheritdoc/>
    public Task<bool> RemoveCopyAsync(NodeId peer, BlobHash hash, CancellationToken cancellationToken) =>
        _database.WriteAsync(db => RemoveCopies(db, peer.ToArray(), [hash.ToArray()]) == 1, cancellationToken);

    /// <inheritdoc/>
    public Task<int> RemoveCopiesAsync(NodeId peer, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var node = peer.ToArray();
        return _database.WriteAsync(db => RemoveCopies(db, node, [.. db.Query<byte[]>(ListCopiesOfPeerSql, new { node, limit })]), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<long> CountCopiesAsync(NodeId peer, CancellationToken cancellationToken) =>
        _database.ReadAsync(db => db.QuerySingleOrDefault<long>(CountCopiesOfPeerSql, new { node = peer.ToArray() }), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<NodeId, long>> CountCopiesAsync(CancellationToken cancellationToken) =>
        _database.ReadAsync<IReadOnlyDictionary<NodeId, long>>(
            db => db.Query<(byte[] Node, long Copies)>(CountCopiesSql).ToDictionary(row => new NodeId(row.Node), row => row.Copies), cancellationToken);

    private AnnouncementOutcome Record(SqliteConnection db, NodeId peer, AnnouncedPage page, CancellationToken cancellationToken)
    {
        using var writer = new AnnouncementWriter(db, peer.ToArray(), _time.GetUtcNow(), _limits);
        return writer.Record(page, cancellationToken);
    }

    private static int RemoveCopies(SqliteConnection db, byte[] node, byte[][] copies)
    {
        var removed = db.Execute(RemoveCopiesSql, new { node, hashes = JsonSerializer.Serialize(copies.Select(Convert.ToHexString)) });
        db.ReleaseTracks(copies);
        return removed;
    }
}
