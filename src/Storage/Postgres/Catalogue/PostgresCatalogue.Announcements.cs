using Dapper;
using Npgsql;
using SoundTime.Storage.Catalogue;
using SoundTime.Wire;
using SoundTime.Wire.Messages;
using static SoundTime.Storage.Postgres.PostgresStatements;

namespace SoundTime.Storage.Postgres;

/// <content>Peers say what they hold.</content>
internal sealed partial class PostgresCatalogue
{
    /// <summary>Entries that are taken in by one round of statements.</summary>
    private const int EntriesPerRound = 500;

    /// <summary>One copy is looked up for each track (LATERAL): a join might read all copies of the peer.</summary>
    private const string FindAnnouncedSql = $"""
        {TrackColumns}, c.format AS CopyFormat, c.file_size AS CopyFileSize, c.bitrate AS CopyBitrate, c.sample_rate AS CopySampleRate
        FROM tracks t {TrackJoins}
        LEFT JOIN LATERAL (SELECT * FROM copies WHERE copies.node = @node AND copies.hash = t.hash LIMIT 1) c ON true
        WHERE t.hash = ANY (@hashes)
        """;

    private const string FindRoomSql = """
        SELECT (SELECT copies FROM copies_of_peers WHERE node = @node), (SELECT sum(remote_tracks)::bigint FROM totals)
        """;

    private const string HoldTracksSql = "SELECT hash FROM tracks WHERE hash = ANY (@hashes) ORDER BY hash FOR KEY SHARE";

    /// <summary>The tracks that this peer is known longest to hold, and that we do not hold.</summary>
    private const string LockEditableTracksSql = $"""
        {TrackColumns} FROM tracks t {TrackJoins}
        WHERE t.hash = ANY (@hashes) AND NOT t.is_local
          AND @node = (SELECT node FROM copies WHERE copies.hash = t.hash ORDER BY announced_at, id LIMIT 1)
        ORDER BY t.hash FOR NO KEY UPDATE OF t
        """;

    private const string SaidOfCopies = """
        FROM unnest(@ids, @hashes, @formats, @fileSizes, @bitrates, @sampleRates) AS said (id, hash, format, file_size, bitrate, sample_rate)
        """;

    private const string AddCopiesSql = $"""
        INSERT INTO copies (id, hash, node, format, file_size, bitrate, sample_rate, announced_at)
        SELECT id, hash, @node, format, file_size, bitrate, sample_rate, @now {SaidOfCopies} ORDER BY hash
        ON CONFLICT (node, hash) DO NOTHING
        """;

    private const string UpdateCopiesSql = $"""
        UPDATE copies SET format = said.format, file_size = said.file_size, bitrate = said.bitrate, sample_rate = said.sample_rate
        {SaidOfCopies},
        LATERAL (SELECT hash, announced_at, id FROM copies WHERE copies.node = @node AND copies.hash = said.hash LIMIT 1) AS known (hash, announced_at, id)
        WHERE copies.hash = known.hash AND copies.announced_at = known.announced_at AND copies.id = known.id
        """;

    /// <inheritdoc/>
    /// <remarks>
    /// The tags of a track that we do not hold are those of the peer that is known longest to hold it: its edits arrive, and a later
    /// announcer cannot rename what others have named. Entries that say nothing new write nothing and lock nothing. Pages that arrive at the same time may
    /// together exceed <see cref="CatalogueLimits.MaxRemoteTracks"/> by what is in them.
    /// </remarks>
    public async Task<AnnouncementOutcome> RecordAnnouncementsAsync(
        NodeId peer, IReadOnlyList<TrackAnnouncement> announcements, CancellationToken cancellationToken)
    {
        var page = new AnnouncedPage(announcements);
        return page.Count == 0
            ? page.ToOutcome(added: 0, [])
            : await database.WriteAsync((db, _, cancel) => RecordAsync(db, peer.ToArray(), page, cancel), cancellationToken).ConfigureAwait(false);
    }

    private async Task<AnnouncementOutcome> RecordAsync(NpgsqlConnection db, byte[] node, AnnouncedPage page, CancellationToken cancellationToken)
    {
        var added = 0;
        var surplus = new List<(BlobHash, string)>();
        foreach (var entries in page.Entries.Chunk(EntriesPerRound))
        {
            var changes = await CompareAsync(db, node, entries, cancellationToken).ConfigureAwait(false);
            added += changes.IsEmpty ? 0 : await SaveAsync(db, node, changes, cancellationToken).ConfigureAwait(false);
            surplus.AddRange(changes.Surplus);
        }

        return page.ToOutcome(added, surplus);
    }

    /// <summary>Compares what a peer says with what is known.</summary>
    private async Task<PostgresPageChanges> CompareAsync(NpgsqlConnection db, byte[] node, TrackFacts[] entries, CancellationToken cancellationToken)
    {
        var parameters = new { node, hashes = ToHashes(entries) };
        var known = (await db.QueryAsync<PostgresAnnouncedRow>(Command(FindAnnouncedSql, parameters, cancellationToken)).ConfigureAwait(false))
            .ToDictionary(row => new BlobHash(row.Hash));
        var (roomForCopies, roomForTracks) = known.Values.Count(row => row.HasCopy) == entries.Length
            ? (0, 0)
            : await FindRoomAsync(db, node, cancellationToken).ConfigureAwait(false);

        var changes = new PostgresPageChanges();
        foreach (var facts in entries)
        {
            var row = known.GetValueOrDefault(facts.Hash);
            if (row is { HasCopy: true })
            {
                Compare(changes, row, facts);
            }
            else if (changes.NewCopies.Count >= roomForCopies)
            {
                changes.Surplus.Add((facts.Hash, $"More than {limits.MaxCopiesPerPeer} tracks of one peer."));
            }
            else if (row is null && changes.NewTracks.Count >= roomForTracks)
            {
                changes.Surplus.Add((facts.Hash, $"More than {limits.MaxRemoteTracks} tracks that only peers hold."));
            }
            else
            {
                changes.NewCopies.Add(facts);
                if (row is null)
                {
                    changes.NewTracks.Add(facts);
                }
            }
        }

        return changes;
    }

    private static void Compare(PostgresPageChanges changes, PostgresAnnouncedRow row, TrackFacts facts)
    {
        if (!row.HasCopyOf(facts))
        {
            changes.ChangedCopies.Add(facts);
        }

        if (!row.IsLocal && KeepAlbumArtist(row, facts) != row.ToFacts())
        {
            changes.Edits.Add(facts.Hash, facts);
        }
    }

    private async Task<(long Copies, long Tracks)> FindRoomAsync(NpgsqlConnection db, byte[] node, CancellationToken cancellationToken)
    {
        var (copies, tracks) = await db.QuerySingleAsync<(long?, long)>(Command(FindRoomSql, new { node }, cancellationToken)).ConfigureAwait(false);
        return (limits.MaxCopiesPerPeer - (copies ?? 0), limits.MaxRemoteTracks - tracks);
    }

    /// <summary>Answers how many copies are new.</summary>
    private async Task<int> SaveAsync(NpgsqlConnection db, byte[] node, PostgresPageChanges changes, CancellationToken cancellationToken)
    {
        await HoldTracksAsync(db, changes, cancellationToken).ConfigureAwait(false);
        var editable = await LockEditableTracksAsync(db, node, changes, cancellationToken).ConfigureAwait(false);

        // New tracks and edited ones name artists and albums: all of these are taken at once, in their order.
        var newTracks = changes.NewTracks.Select(facts => (NewId(), facts));
        var edits = editable.Select(row => (row.Id, KeepAlbumArtist(row, changes.Edits[new BlobHash(row.Hash)])));
        var (named, covers) = await SaveNamesAsync(db, [.. newTracks, .. edits], isLocal: false, cancellationToken).ConfigureAwait(false);

        var unused = new PostgresUnusedNames();
        await AddTracksAsync(db, named.GetRange(0, changes.NewTracks.Count), isLocal: false, unused, cancellationToken).ConfigureAwait(false);
        var added = await SaveCopiesAsync(db, AddCopiesSql, node, changes.NewCopies, cancellationToken).ConfigureAwait(false);
        await SaveCopiesAsync(db, UpdateCopiesSql, node, changes.ChangedCopies, cancellationToken).ConfigureAwait(false);
        await UpdateTracksAsync(
            db, editable, named.GetRange(changes.NewTracks.Count, editable.Count), isLocal: false, unused, cancellationToken).ConfigureAwait(false);
        await SaveCoversAsync(db, covers, isLocal: false, cancellationToken).ConfigureAwait(false);
        await unused.RemoveAsync(db, cancellationToken).ConfigureAwait(false);
        return added;
    }

    /// <summary>Holds the tracks that get a copy; those that went meanwhile are new again.</summary>
    private static async Task HoldTracksAsync(NpgsqlConnection db, PostgresPageChanges changes, CancellationToken cancellationToken)
    {
        if (changes.NewCopies.Count == changes.NewTracks.Count)
        {
            return;
        }

        var hashes = ToHashes(changes.NewCopies.Except(changes.NewTracks));
        var held = (await db.QueryAsync<byte[]>(Command(HoldTracksSql, new { hashes }, cancellationToken)).ConfigureAwait(false))
            .Select(hash => new BlobHash(hash)).Concat(changes.NewTracks.Select(facts => facts.Hash)).ToHashSet();
        changes.NewTracks.AddRange(changes.NewCopies.Where(facts => !held.Contains(facts.Hash)));
    }

    /// <summary>The tracks that the peer may edit, of those that it wants to.</summary>
    private static async Task<List<PostgresTrackRow>> LockEditableTracksAsync(
        NpgsqlConnection db, byte[] node, PostgresPageChanges changes, CancellationToken cancellationToken)
    {
        if (changes.Edits.Count == 0)
        {
            return [];
        }

        var parameters = new { node, hashes = ToHashes(changes.Edits.Values) };
        return [.. await db.QueryAsync<PostgresTrackRow>(Command(LockEditableTracksSql, parameters, cancellationToken)).ConfigureAwait(false)];
    }

    /// <summary>Answers how many copies were written.</summary>
    private async Task<int> SaveCopiesAsync(NpgsqlConnection db, string sql, byte[] node, List<TrackFacts> entries, CancellationToken cancellationToken)
    {
        if (entries.Count == 0)
        {
            return 0;
        }

        var parameters = new
        {
            ids = NewIds(entries.Count),
            hashes = ToHashes(entries),
            node,
            formats = entries.Select(facts => facts.Tags.Format).ToArray(),
            fileSizes = entries.Select(facts => facts.FileSize).ToArray(),
            bitrates = entries.Select(facts => facts.Tags.Bitrate).ToArray(),
            sampleRates = entries.Select(facts => facts.Tags.SampleRate).ToArray(),
            now = Now,
        };
        return await db.ExecuteAsync(Command(sql, parameters, cancellationToken)).ConfigureAwait(false);
    }

    private static byte[][] ToHashes(IEnumerable<TrackFacts> entries) => [.. entries.Select(facts => facts.Hash.ToArray())];

    /// <summary>Catalogue pages of Rust nodes never name the album artist (weakness W26): their silence does not split the album again.</summary>
    private static TrackFacts KeepAlbumArtist(PostgresTrackRow track, TrackFacts facts) =>
        facts.Tags.AlbumArtistName is null && facts.Tags.AlbumTitle == track.AlbumTitle
            ? facts with { Tags = facts.Tags with { AlbumArtistName = track.AlbumArtistName } }
            : facts;
}
