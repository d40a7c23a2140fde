using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using SoundTime.Storage.Catalogue;
using SoundTime.Wire;

namespace SoundTime.Storage.Sqlite;

/// <summary>Writes what a page of one peer says and what was not known, within one transaction.</summary>
internal sealed class AnnouncementWriter(SqliteConnection db, byte[] node, DateTimeOffset now, StoreLimits limits) : IDisposable
{
    /// <summary>Entries that are looked up at once.</summary>
    private const int EntriesPerLookup = 500;

    private const string CountCopiesSql = "SELECT copies FROM copies_of_peers WHERE node = @node";

    private const string CountRemoteTracksSql = "SELECT remote_tracks FROM totals";

    private const string FindTracksSql = $"""
        SELECT copy.format AS CopyFormat, copy.file_size AS CopyFileSize, copy.bitrate AS CopyBitrate, copy.sample_rate AS CopySampleRate,
               t.id AS Id, {SqliteCatalogue.FactColumns}
        FROM tracks t {SqliteCatalogue.TrackJoins} LEFT JOIN copies copy ON copy.node = @node AND copy.hash = t.hash
        WHERE t.hash IN (SELECT unhex(value) FROM json_each(@hashes))
        """;

    private const string FindFirstHolderSql = "SELECT node FROM copies WHERE hash = @hash ORDER BY announced_at, id LIMIT 1";

    private const string AddCopySql = """
        INSERT INTO copies (id, hash, node, format, file_size, bitrate, sample_rate, announced_at)
        VALUES (@id, @hash, @node, @format, @fileSize, @bitrate, @sampleRate, @now)
        """;

    private const string UpdateCopySql = """
        UPDATE copies SET format = @format, file_size = @fileSize, bitrate = @bitrate, sample_rate = @sampleRate
        WHERE node = @node AND hash = @hash
        """;

    private static readonly string[] CopyParameters = ["@hash", "@node", "@format", "@fileSize", "@bitrate", "@sampleRate", "@id", "@now"];

    private readonly TrackTable _tracks = new(db, now);
    private readonly SqliteStatement _findFirstHolder = new(db, FindFirstHolderSql, "@hash");
    private readonly SqliteStatement _addCopy = new(db, AddCopySql, CopyParameters);
    private readonly SqliteStatement _updateCopy = new(db, UpdateCopySql, CopyParameters.AsSpan(..^2));
    private readonly List<(BlobHash Hash, string Reason)> _surplus = [];
    private int _added;
    private long _roomForCopies = limits.MaxCopiesPerPeer - db.QuerySingleOrDefault<long>(CountCopiesSql, new { node });
    private long _roomForTracks = limits.MaxRemoteTracks - db.QuerySingle<long>(CountRemoteTracksSql);

    /// <summary>Records a page; what there is no room for is left out with its reason.</summary>
    public AnnouncementOutcome Record(AnnouncedPage page, CancellationToken cancellationToken)
    {
        foreach (var entries in page.Entries.Chunk(EntriesPerLookup))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Record(entries);
        }

        _tracks.Complete();
        return page.ToOutcome(_added, _surplus);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _tracks.Dispose();
        _findFirstHolder.Dispose();
        _addCopy.Dispose();
        _updateCopy.Dispose();
    }

    private void Record(TrackFacts[] entries)
    {
        var hashes = JsonSerializer.Serialize(entries.Select(facts => facts.Hash.ToString()));
        var known = db.Query<AnnouncedTrackRow>(FindTracksSql, new { node, hashes }).ToDictionary(row => new BlobHash(row.Hash));
        var tracks = new List<(TrackFacts, TrackRow?)>();
        var copies = new List<(TrackFacts Facts, bool IsNew)>();
        foreach (var facts in entries)
        {
            var track = known.GetValueOrDefault(facts.Hash);
            var isNew = track?.CopyFormat is null;
            if (FindLack(isNewTrack: track is null, isNew) is { } lack)
            {
                _surplus.Add((facts.Hash, lack));
                continue;
            }

            if (FindNews(track, facts) is { } news)
            {
                tracks.Add((news, track));
            }

            if (isNew || !track!.HasSameCopy(facts))
            {
                copies.Add((facts, isNew));
            }

            _added += isNew ? 1 : 0;
            _roomForCopies -= isNew ? 1 : 0;
            _roomForTracks -= track is null ? 1 : 0;
        }

        _tracks.Save(tracks, isLocal: false);
        copies.ForEach(copy => SaveCopy(copy.Facts, copy.IsNew));
    }

    /// <summary>Why there is no room for an entry; null if there is.</summary>
    private string? FindLack(bool isNewTrack, bool isNewCopy)
    {
        if (isNewCopy && _roomForCopies <= 0)
        {
            return $"More than {limits.MaxCopiesPerPeer} tracks of one peer.";
        }

        return isNewTrack && _roomForTracks <= 0 ? $"More than {limits.MaxRemoteTracks} tracks that only peers hold." : null;
    }

    /// <summary>What the entry says of a track that should be kept; null if it is known, or if the track is not this peer's to name.</summary>
    private TrackFacts? FindNews(TrackRow? track, TrackFacts facts)
    {
        if (track is null)
        {
            return facts;
        }

        var said = facts with { Tags = KeepAlbumArtist(track, facts.Tags) };
        return track.IsLocal || said == track.ToFacts() || !IsFirstHolder(track.Hash) ? null : said;
    }

    /// <summary>
    /// The tags of a track that we do not hold are those of the peer that is known longest to hold it: its edits arrive, and a later
    /// announcer cannot rename what others have named.
    /// </summary>
    private bool IsFirstHolder(byte[] hash) =>
        _findFirstHolder.Find(hash) is byte[] holder && holder.AsSpan().SequenceEqual(node);

    /// <summary>Catalogue pages of Rust nodes never name the album artist (weakness W26): their silence does not split the album again.</summary>
    private static TrackTags KeepAlbumArtist(TrackRow track, TrackTags tags) =>
        tags.AlbumArtistName is null && tags.AlbumTitle == track.AlbumTitle ? tags with { AlbumArtistName = track.AlbumArtistName } : tags;

    private void SaveCopy(TrackFacts facts, bool isNew)
    {
        ReadOnlySpan<object?> values = [facts.Hash.ToArray(), node, facts.Tags.Format, facts.FileSize, facts.Tags.Bitrate, facts.Tags.SampleRate];
        if (isNew)
        {
            _addCopy.Execute([.. values, SqliteValues.NewId(now), now.UtcTicks]);
        }
        else
        {
            _updateCopy.Execute(values);
        }
    }
}
