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

        _tracks.RemoveUnusedNames();
        return page.ToOutcome(_added, _surplus);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _tracks.Dispose();
        _addCopy.Dispose();
        _updateCopy.Dispose();
    }

    private void Record(TrackFacts[] entries)
    {
        var hashes = JsonSerializer.Serialize(entries.Select(facts => facts.Hash.ToString()));
        var knownTracks = db.Query<TrackRow>(SqliteCatalogue.FindAnnouncedTracksSql, new { hashes }).ToDictionary(row => new BlobHash(row.Hash));
        var knownCopies = db.Query<CopyRow>(SqliteCatalogue.FindAnnouncedCopiesSql, new { node, hashes }).ToDictionary(row => new BlobHash(row.Hash));
        var tracks = new List<(TrackFacts, TrackRow?)>(entries.Length);
        var copies = new List<(TrackFacts, CopyRow?)>(entries.Length);
        foreach (var facts in entries)
        {
            var (track, copy) = (knownTracks.GetValueOrDefault(facts.Hash), knownCopies.GetValueOrDefault(facts.Hash));
            if (FindLack(track, copy) is { } lack)
            {
                _surplus.Add((facts.Hash, lack));
                continue;
            }

            if (track is null)
            {
                tracks.Add((facts, null));
                _roomForTracks--;
            }
            else if (FindEdit(track, facts) is { } edit)
            {
                tracks.Add((edit, track));
            }

            if (copy is null || !IsSame(copy, facts))
            {
                copies.Add((facts, copy));
            }

            if (copy is null)
            {
                _added++;
                _roomForCopies--;
            }
        }

        _tracks.Save(tracks, isLocal: false);
        copies.ForEach(entry => SaveCopy(entry.Item1, entry.Item2));
    }

    /// <summary>Why there is no room for an entry; null if there is.</summary>
    private string? FindLack(TrackRow? track, CopyRow? copy)
    {
        if (copy is null && _roomForCopies <= 0)
        {
            return $"More than {limits.MaxCopiesPerPeer} tracks of one peer.";
        }

        return track is null && _roomForTracks <= 0 ? $"More than {limits.MaxRemoteTracks} tracks that only peers hold." : null;
    }

    /// <summary>What the entry changes of a track that is known; null if nothing, or if it is not this peer's to name.</summary>
    private TrackFacts? FindEdit(TrackRow track, TrackFacts facts)
    {
        if (track.IsLocal || !track.FirstHolder.AsSpan().SequenceEqual(node))
        {
            return null;
        }

        var said = facts with { Tags = KeepAlbumArtist(track, facts.Tags) };
        return said == track.ToFacts() ? null : said;
    }

    /// <summary>Catalogue pages of Rust nodes never name the album artist (weakness W26): their silence does not split the album again.</summary>
    private static TrackTags KeepAlbumArtist(TrackRow track, TrackTags tags) =>
        tags.AlbumArtistName is null && tags.AlbumTitle == track.AlbumTitle ? tags with { AlbumArtistName = track.AlbumArtistName } : tags;

    private static bool IsSame(CopyRow copy, TrackFacts facts) =>
        (copy.Format, copy.FileSize, copy.Bitrate, copy.SampleRate) == (facts.Tags.Format, facts.FileSize, facts.Tags.Bitrate, facts.Tags.SampleRate);

    private void SaveCopy(TrackFacts facts, CopyRow? known)
    {
        ReadOnlySpan<object?> values = [facts.Hash.ToArray(), node, facts.Tags.Format, facts.FileSize, facts.Tags.Bitrate, facts.Tags.SampleRate];
        if (known is null)
        {
            _addCopy.Execute([.. values, SqliteValues.NewId(now), now.UtcTicks]);
        }
        else
        {
            _updateCopy.Execute(values);
        }
    }
}
