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
    /// <summary>Entries that are looked up at once.</summary>
    private const int AnnouncementsPerLookup = 500;

    /// <summary>The hashes of some entries, as a JSON array of hex digits: one query for all of them.</summary>
    private const string AnnouncedHashes = "(SELECT unhex(value) FROM json_each(@hashes))";

    private const string FindAnnouncedTracksSql = $"{TrackColumns} FROM tracks t {TrackJoins} WHERE t.hash IN {AnnouncedHashes}";

    private const string CopyColumns = """
        SELECT id AS Id, hash AS Hash, node AS Node, format AS Format, file_size AS FileSize, bitrate AS Bitrate,
               sample_rate AS SampleRate, announced_at AS AnnouncedAt
        FROM copies
        """;

    private const string ListCopiesSql = $"{CopyColumns} WHERE hash = @hash ORDER BY announced_at, id";

    private const string FindAnnouncedCopiesSql = $"{CopyColumns} WHERE node = @node AND hash IN {AnnouncedHashes}";

    private const string AddCopySql = """
        INSERT INTO copies (id, hash, node, format, file_size, bitrate, sample_rate, announced_at)
        VALUES (@id, @hash, @node, @format, @fileSize, @bitrate, @sampleRate, @now)
        """;

    private const string UpdateCopySql = """
        UPDATE copies SET format = @format, file_size = @fileSize, bitrate = @bitrate, sample_rate = @sampleRate
        WHERE node = @node AND hash = @hash
        """;

    private const string RemoveCopySql = "DELETE FROM copies WHERE node = @node AND hash = @hash";

    private const string ListCopiesOfPeerSql = "SELECT hash FROM copies WHERE node = @node LIMIT @limit";

    private const string CountCopiesSql = "SELECT node AS Node, copies AS Copies FROM copies_of_peers WHERE copies > 0";

    private const string CountCopiesOfPeerSql = "SELECT copies FROM copies_of_peers WHERE node = @node";

    private const string HasCopySql = "SELECT EXISTS (SELECT 1 FROM copies WHERE hash = @hash)";

    private const string FindLongestHolderSql = "SELECT node FROM copies WHERE hash = @hash ORDER BY announced_at, id LIMIT 1";

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
            ? page.ToOutcome(0, [])
            : await _database.WriteAsync(db => Record(db, peer.ToArray(), page, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<Copy>> ListCopiesAsync(BlobHash hash, CancellationToken cancellationToken) =>
        _database.ReadAsync<IReadOnlyList<Copy>>(
            db => [.. db.Query<CopyRow>(ListCopiesSql, new { hash = hash.ToArray() }).Select(row => row.ToCopy())], cancellationToken);

    /// <inheritdoc/>
    public Task<bool> RemoveCopyAsync(NodeId peer, BlobHash hash, CancellationToken cancellationToken) =>
        _database.WriteAsync(db => RemoveCopy(db, peer.ToArray(), hash.ToArray()), cancellationToken);

    /// <inheritdoc/>
    public Task<int> RemoveCopiesAsync(NodeId peer, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var node = peer.ToArray();
        return _database.WriteAsync(
            db => db.Query<byte[]>(ListCopiesOfPeerSql, new { node, limit }).ToList().Count(hash => RemoveCopy(db, node, hash)), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<long> CountCopiesAsync(NodeId peer, CancellationToken cancellationToken) =>
        _database.ReadAsync(db => db.QuerySingleOrDefault<long>(CountCopiesOfPeerSql, new { node = peer.ToArray() }), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<NodeId, long>> CountCopiesAsync(CancellationToken cancellationToken) =>
        _database.ReadAsync<IReadOnlyDictionary<NodeId, long>>(
            db => db.Query<(byte[] Node, long Copies)>(CountCopiesSql).ToDictionary(row => new NodeId(row.Node), row => row.Copies), cancellationToken);

    private static bool RemoveCopy(SqliteConnection db, byte[] node, byte[] hash)
    {
        if (db.Execute(RemoveCopySql, new { node, hash }) == 0)
        {
            return false;
        }

        ReleaseTrack(db, hash);
        return true;
    }

    private AnnouncementOutcome Record(SqliteConnection db, byte[] node, AnnouncedPage page, CancellationToken cancellationToken)
    {
        var added = 0;
        var surplus = new List<(BlobHash, string)>();
        var room = _limits.MaxCopiesPerPeer - db.QuerySingleOrDefault<long>(CountCopiesOfPeerSql, new { node });
        foreach (var some in page.Entries.Chunk(AnnouncementsPerLookup))
        {
            var hashes = JsonSerializer.Serialize(some.Select(facts => facts.Hash.ToString()));
            var tracks = db.Query<TrackRow>(FindAnnouncedTracksSql, new { hashes }).ToDictionary(row => new BlobHash(row.Hash));
            var copies = db.Query<CopyRow>(FindAnnouncedCopiesSql, new { node, hashes }).ToDictionary(row => new BlobHash(row.Hash));
            foreach (var facts in some)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (added >= room && !copies.ContainsKey(facts.Hash))
                {
                    surplus.Add((facts.Hash, $"More than {_limits.MaxCopiesPerPeer} tracks of one peer."));
                    continue;
                }

                added += Record(db, node, facts, tracks.GetValueOrDefault(facts.Hash), copies.GetValueOrDefault(facts.Hash)) ? 1 : 0;
            }
        }

        return page.ToOutcome(added, surplus);
    }

    /// <summary>Writes what an entry says and what was not known; answers whether the copy is new.</summary>
    private bool Record(SqliteConnection db, byte[] node, TrackFacts facts, TrackRow? track, CopyRow? copy)
    {
        if (track is null)
        {
            SaveTrack(db, known: null, facts, isLocal: false);
        }

        SaveCopy(db, node, facts, copy);
        if (track is { IsLocal: false })
        {
            UpdateRemoteTrack(db, node, track, facts);
        }

        return copy is null;
    }

    private void SaveCopy(SqliteConnection db, byte[] node, TrackFacts facts, CopyRow? known)
    {
        var (format, bitrate, sampleRate) = (facts.Tags.Format, facts.Tags.Bitrate, facts.Tags.SampleRate);
        if (known is not null && (known.Format, known.FileSize, known.Bitrate, known.SampleRate) == (format, facts.FileSize, bitrate, sampleRate))
        {
            return;
        }

        var now = _time.GetUtcNow();
        db.Execute(known is null ? AddCopySql : UpdateCopySql, new
        {
            id = Guid.CreateVersion7(now).ToBytes(),
            hash = facts.Hash.ToArray(),
            node,
            format,
            fileSize = facts.FileSize,
            bitrate,
            sampleRate,
            now = now.UtcTicks,
        });
    }

    private void UpdateRemoteTrack(SqliteConnection db, byte[] node, TrackRow track, TrackFacts facts)
    {
        var said = facts with { Tags = KeepAlbumArtist(track, facts.Tags) };
        if (said != track.ToFacts() && db.QuerySingle<byte[]>(FindLongestHolderSql, new { hash = track.Hash }).AsSpan().SequenceEqual(node))
        {
            SaveTrack(db, track, said, isLocal: false);
        }
    }

    /// <summary>Catalogue pages of Rust nodes never name the album artist (weakness W26): their silence does not split the album again.</summary>
    private static TrackTags KeepAlbumArtist(TrackRow track, TrackTags tags) =>
        tags.AlbumArtistName is null && tags.AlbumTitle == track.AlbumTitle ? tags with { AlbumArtistName = track.AlbumArtistName } : tags;
}
