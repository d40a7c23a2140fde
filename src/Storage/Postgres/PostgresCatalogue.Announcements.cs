using Dapper;
using Npgsql;
using SoundTime.Storage.Catalogue;
using SoundTime.Wire;
using SoundTime.Wire.Messages;

namespace SoundTime.Storage.Postgres;

/// <content>Peers say what they hold.</content>
internal sealed partial class PostgresCatalogue
{
    /// <summary>Entries that are taken in by one round of statements.</summary>
    private const int AnnouncementsPerRound = 500;

    private const string FindAnnouncedSql = $"""
        {TrackColumns}, c.format AS CopyFormat, c.file_size AS CopyFileSize, c.bitrate AS CopyBitrate, c.sample_rate AS CopySampleRate
        FROM tracks t {TrackJoins}
        LEFT JOIN copies c ON c.node = @node AND c.hash = t.hash
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
        UPDATE copies SET format = said.format, file_size = said.file_size, bitrate = said.bitrate, sample_rate = said.sample_rate {SaidOfCopies}
        WHERE copies.node = @node AND copies.hash = said.hash
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
        var usable = new Dictionary<BlobHash, (int Index, TrackFacts Facts)>(announcements.Count);
        var rejected = new List<RejectedAnnouncement>();
        for (var index = 0; index < announcements.Count; index++)
        {
            if (AnnouncementCheck.TryRead(announcements[index], out var facts, out var reason))
            {
                usable[facts.Hash] = (index, facts);
            }
            else
            {
                rejected.Add(new RejectedAnnouncement(index, reason));
            }
        }

        var (added, surplus) = usable.Count == 0
            ? (0, [])
            : await database.WriteAsync(
                (db, _, cancel) => RecordAsync(db, peer.ToArray(), usable.Values.Select(entry => entry.Facts), cancel), cancellationToken).ConfigureAwait(false);
        rejected.AddRange(surplus.Select(entry => new RejectedAnnouncement(usable[entry.Hash].Index, entry.Reason)));
        return new AnnouncementOutcome(added, announcements.Count - rejected.Count - added, rejected);
    }

    /// <summary>Answers how many copies are new, and which entries were left out for lack of room.</summary>
    private async Task<(int Added, List<(BlobHash Hash, string Reason)> Surplus)> RecordAsync(
        NpgsqlConnection db, byte[] node, IEnumerable<TrackFacts> entries, CancellationToken cancellationToken)
    {
        var added = 0;
        var surplus = new List<(BlobHash, string)>();
        foreach (var some in entries.Chunk(AnnouncementsPerRound))
        {
            var page = await CompareAsync(db, node, some, cancellationToken).ConfigureAwait(false);
            if (!page.IsKnown)
            {
                await SaveAsync(db, node, page, cancellationToken).ConfigureAwait(false);
            }

            added += page.NewCopies.Count;
            surplus.AddRange(page.Surplus);
        }

        return (added, surplus);
    }

    /// <summary>Compares what a peer says with what is known.</summary>
    private async Task<PostgresAnnouncedPage> CompareAsync(NpgsqlConnection db, byte[] node, TrackFacts[] entries, CancellationToken cancellationToken)
    {
        var parameters = new { node, hashes = ToHashes(entries) };
        var known = (await db.QueryAsync<PostgresAnnouncedRow>(Command(FindAnnouncedSql, parameters, cancellationToken)).ConfigureAwait(false))
            .ToDictionary(row => new BlobHash(row.Hash));
        var (roomForCopies, roomForTracks) = known.Values.Count(row => row.HasCopy) == entries.Length
            ? (0, 0)
            : await FindRoomAsync(db, node, cancellationToken).ConfigureAwait(false);

        var page = new PostgresAnnouncedPage();
        foreach (var facts in entries)
        {
            var row = known.GetValueOrDefault(facts.Hash);
            if (row is { HasCopy: true })
            {
                Compare(page, row, facts);
            }
            else if (page.NewCopies.Count >= roomForCopies)
            {
                page.Surplus.Add((facts.Hash, $"More than {MaxCopiesPerPeer} tracks of one peer."));
            }
            else if (row is null && page.NewTracks.Count >= roomForTracks)
            {
                page.Surplus.Add((facts.Hash, $"More than {MaxRemoteTracks} tracks of peers."));
            }
            else
            {
                page.NewCopies.Add(facts);
                if (row is null)
                {
                    page.NewTracks.Add(facts);
                }
            }
        }

        return page;
    }

    private static void Compare(PostgresAnnouncedPage page, PostgresAnnouncedRow row, TrackFacts facts)
    {
        if (!row.HasCopyOf(facts))
        {
            page.ChangedCopies.Add(facts);
        }

        if (!row.IsLocal && KeepAlbumArtist(row, facts) != row.ToFacts())
        {
            page.Edits.Add(facts.Hash, facts);
        }
    }

    private async Task<(long Copies, long Tracks)> FindRoomAsync(NpgsqlConnection db, byte[] node, CancellationToken cancellationToken)
    {
        var (copies, tracks) = await db.QuerySingleAsync<(long?, long)>(Command(FindRoomSql, new { node }, cancellationToken)).ConfigureAwait(false);
        return (MaxCopiesPerPeer - (copies ?? 0), MaxRemoteTracks - tracks);
    }

    private async Task SaveAsync(NpgsqlConnection db, byte[] node, PostgresAnnouncedPage page, CancellationToken cancellationToken)
    {
        await HoldTracksAsync(db, page, cancellationToken).ConfigureAwait(false);
        var editable = await LockEditableTracksAsync(db, node, page, cancellationToken).ConfigureAwait(false);

        // New tracks and edited ones name artists and albums: all of these are taken at once, in their order.
        var newTracks = page.NewTracks.Select(facts => (NewId(), facts));
        var edits = editable.Select(row => (row.Id, KeepAlbumArtist(row, page.Edits[new BlobHash(row.Hash)])));
        var named = await SaveNamesAsync(db, [.. newTracks, .. edits], isLocal: false, cancellationToken).ConfigureAwait(false);
        var unused = await AddTracksAsync(db, named.GetRange(0, page.NewTracks.Count), isLocal: false, cancellationToken).ConfigureAwait(false);
        await SaveCopiesAsync(db, AddCopiesSql, node, page.NewCopies, cancellationToken).ConfigureAwait(false);
        await SaveCopiesAsync(db, UpdateCopiesSql, node, page.ChangedCopies, cancellationToken).ConfigureAwait(false);

        var edited = named.GetRange(page.NewTracks.Count, editable.Count);
        await UpdateTracksAsync(db, edited, isLocal: false, cancellationToken).ConfigureAwait(false);
        unused.AddRange(editable.Zip(edited, (row, track) => (Former: row.Names, track.Names)).Where(pair => pair.Former != pair.Names).Select(pair => pair.Former));
        await RemoveUnusedAsync(db, unused, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Holds the tracks that get a copy; those that went meanwhile are new again.</summary>
    private static async Task HoldTracksAsync(NpgsqlConnection db, PostgresAnnouncedPage page, CancellationToken cancellationToken)
    {
        if (page.NewCopies.Count == page.NewTracks.Count)
        {
            return;
        }

        var hashes = ToHashes(page.NewCopies.Except(page.NewTracks));
        var held = (await db.QueryAsync<byte[]>(Command(HoldTracksSql, new { hashes }, cancellationToken)).ConfigureAwait(false))
            .Select(hash => new BlobHash(hash)).Concat(page.NewTracks.Select(facts => facts.Hash)).ToHashSet();
        page.NewTracks.AddRange(page.NewCopies.Where(facts => !held.Contains(facts.Hash)));
    }

    /// <summary>The tracks that the peer may edit, of those that it wants to.</summary>
    private static async Task<List<PostgresTrackRow>> LockEditableTracksAsync(
        NpgsqlConnection db, byte[] node, PostgresAnnouncedPage page, CancellationToken cancellationToken)
    {
        if (page.Edits.Count == 0)
        {
            return [];
        }

        var parameters = new { node, hashes = ToHashes(page.Edits.Values) };
        return [.. await db.QueryAsync<PostgresTrackRow>(Command(LockEditableTracksSql, parameters, cancellationToken)).ConfigureAwait(false)];
    }

    private async Task SaveCopiesAsync(NpgsqlConnection db, string sql, byte[] node, List<TrackFacts> entries, CancellationToken cancellationToken)
    {
        if (entries.Count == 0)
        {
            return;
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
            now = time.GetUtcNow(),
        };
        await db.ExecuteAsync(Command(sql, parameters, cancellationToken)).ConfigureAwait(false);
    }

    private static byte[][] ToHashes(IEnumerable<TrackFacts> entries) => [.. entries.Select(facts => facts.Hash.ToArray())];

    /// <summary>Catalogue pages of Rust nodes never name the album artist (weakness W26): their silence does not split the album again.</summary>
    private static TrackFacts KeepAlbumArtist(PostgresTrackRow track, TrackFacts facts) =>
        facts.Tags.AlbumArtistName is null && facts.Tags.AlbumTitle == track.AlbumTitle
            ? facts with { Tags = facts.Tags with { AlbumArtistName = track.AlbumArtistName } }
            : facts;
}
