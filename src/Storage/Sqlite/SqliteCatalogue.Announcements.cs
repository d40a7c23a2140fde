using Dapper;
using Microsoft.Data.Sqlite;
using SoundTime.Storage.Catalogue;
using SoundTime.Wire;
using SoundTime.Wire.Messages;

namespace SoundTime.Storage.Sqlite;

/// <content>Peers say what they hold.</content>
public sealed partial class SqliteCatalogue
{
    private const string CopyColumns = """
        SELECT id AS Id, hash AS Hash, node AS Node, format AS Format, file_size AS FileSize, bitrate AS Bitrate,
               sample_rate AS SampleRate, announced_at AS AnnouncedAt
        FROM copies
        """;

    private const string ListCopiesSql = $"{CopyColumns} WHERE hash = @hash ORDER BY announced_at, id";

    private const string FindCopySql = $"{CopyColumns} WHERE node = @node AND hash = @hash";

    private const string AddCopySql = """
        INSERT INTO copies (id, hash, node, format, file_size, bitrate, sample_rate, announced_at)
        VALUES (@id, @hash, @node, @format, @fileSize, @bitrate, @sampleRate, @now)
        """;

    private const string UpdateCopySql = """
        UPDATE copies SET format = @format, file_size = @fileSize, bitrate = @bitrate, sample_rate = @sampleRate
        WHERE node = @node AND hash = @hash
        """;

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
        var usable = new List<TrackFacts>(announcements.Count);
        var rejected = new List<RejectedAnnouncement>();
        for (var index = 0; index < announcements.Count; index++)
        {
            if (AnnouncementCheck.TryRead(announcements[index], out var facts, out var reason))
            {
                usable.Add(facts);
            }
            else
            {
                rejected.Add(new RejectedAnnouncement(index, reason));
            }
        }

        var added = usable.Count == 0
            ? 0
            : await _database.WriteAsync(db => Record(db, peer.ToArray(), usable, cancellationToken), cancellationToken).ConfigureAwait(false);
        return new AnnouncementOutcome(added, usable.Count - added, rejected);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<Copy>> ListCopiesAsync(BlobHash hash, CancellationToken cancellationToken) =>
        _database.ReadAsync<IReadOnlyList<Copy>>(
            db => [.. db.Query<CopyRow>(ListCopiesSql, new { hash = hash.ToArray() }).Select(row => row.ToCopy())], cancellationToken);

    private int Record(SqliteConnection db, byte[] node, List<TrackFacts> entries, CancellationToken cancellationToken)
    {
        var added = 0;
        foreach (var facts in entries)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var hash = facts.Hash.ToArray();
            var track = FindTrack(db, hash);
            if (track is null)
            {
                SaveTrack(db, known: null, facts, isLocal: false);
            }

            added += SaveCopy(db, node, hash, facts) ? 1 : 0;
            if (track is { IsLocal: false })
            {
                UpdateRemoteTrack(db, node, track, facts);
            }
        }

        return added;
    }

    /// <summary>Writes one peer's offer; answers whether it is new.</summary>
    private bool SaveCopy(SqliteConnection db, byte[] node, byte[] hash, TrackFacts facts)
    {
        var known = db.QuerySingleOrDefault<CopyRow>(FindCopySql, new { node, hash });
        var (format, bitrate, sampleRate) = (facts.Tags.Format, facts.Tags.Bitrate, facts.Tags.SampleRate);
        if (known is null)
        {
            var now = _time.GetUtcNow();
            var id = Guid.CreateVersion7(now).ToBytes();
            db.Execute(AddCopySql, new { id, hash, node, format, fileSize = facts.FileSize, bitrate, sampleRate, now = now.UtcTicks });
        }
        else if ((known.Format, known.FileSize, known.Bitrate, known.SampleRate) != (format, facts.FileSize, bitrate, sampleRate))
        {
            db.Execute(UpdateCopySql, new { node, hash, format, fileSize = facts.FileSize, bitrate, sampleRate });
        }

        return known is null;
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
