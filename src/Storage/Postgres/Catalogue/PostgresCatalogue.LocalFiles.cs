using System.Runtime.CompilerServices;
using Dapper;
using Npgsql;
using SoundTime.Storage.Catalogue;
using SoundTime.Wire;
using static SoundTime.Storage.Postgres.PostgresStatements;

namespace SoundTime.Storage.Postgres;

/// <content>Files come in and go.</content>
internal sealed partial class PostgresCatalogue
{
    /// <summary>Files read at once while all of a folder are listed.</summary>
    private const int LocalFilesPerPage = 500;

    private const string LocalFileColumns = "SELECT path AS Path, hash AS Hash, size AS Size, modified_at AS ModifiedAt, is_rotten AS IsRotten FROM local_files";

    private const string FindLocalFileSql = $"{LocalFileColumns} WHERE path = @path";

    private const string FindLocalFilesOfTrackSql = $"{LocalFileColumns} WHERE hash = @hash ORDER BY path";

    private const string ListLocalFilesSql = $"{LocalFileColumns} WHERE path > @after AND path < @end ORDER BY path LIMIT @limit";

    /// <summary>
    /// Who takes in or forgets a file has its path to itself until the transaction ends, also where there is no row yet. The first number keeps these
    /// advisory locks apart from others: <c>PATH</c>.
    /// </summary>
    private const string LockPathSql = "SELECT pg_advisory_xact_lock(1346458696, hashtext(@path))";

    private const string LockKnownTrackSql = $"{TrackColumns} FROM tracks t {TrackJoins} WHERE t.hash = @hash FOR NO KEY UPDATE OF t";

    private const string SaveLocalFileSql = """
        INSERT INTO local_files (path, hash, size, modified_at) VALUES (@path, @hash, @size, @modifiedAt)
        ON CONFLICT (path) DO UPDATE SET hash = excluded.hash, size = excluded.size, modified_at = excluded.modified_at, is_rotten = false
        """;

    private const string RemoveLocalFileSql = "DELETE FROM local_files WHERE path = @path RETURNING hash";

    /// <summary>Tracks of ours without a picture show, and announce, their album's.</summary>
    private const string LockTracksWithoutCoverSql = """
        SELECT hash FROM tracks
        WHERE album_id = (SELECT album_id FROM tracks WHERE hash = @hash) AND cover_hash IS NULL AND is_local
        ORDER BY hash FOR NO KEY UPDATE
        """;

    /// <summary>
    /// Takes the next numbers. Their row stays locked until the transaction commits, so the next ones are taken, and seen, only after these: a reader
    /// that has seen a number has seen all before it. The last statements of a change, so that nobody who holds this lock waits for another.
    /// </summary>
    private const string TakeNumbersSql = "UPDATE changes SET last_change = last_change + @count";

    private const string NumberTracksSql = """
        UPDATE tracks SET change = (SELECT last_change FROM changes) - @count + said.place
        FROM unnest(@hashes) WITH ORDINALITY AS said (hash, place) WHERE tracks.hash = said.hash
        """;

    /// <inheritdoc/>
    public Task<ImportedTrack> ImportAsync(TrackImport import, CancellationToken cancellationToken) =>
        database.WriteAsync((db, _, cancel) => ImportAsync(db, import, cancel), cancellationToken);

    /// <inheritdoc/>
    public async Task<LocalFile?> FindLocalFileAsync(string path, CancellationToken cancellationToken) =>
        (await database.FindAsync<PostgresLocalFileRow>(FindLocalFileSql, new { path }, cancellationToken).ConfigureAwait(false))?.ToLocalFile();

    /// <inheritdoc/>
    public IAsyncEnumerable<LocalFile> ListLocalFilesAsync(string folder, CancellationToken cancellationToken) =>
        ListLocalFilesAsync(folder, position: null, cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<LocalFile> ListLocalFilesAsync(string folder, string? position, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // All paths that begin with "folder/" lie between that and "folder0": '0' is the character after '/'.
        var stem = Path.TrimEndingDirectorySeparator(folder).TrimEnd(Path.DirectorySeparatorChar);
        var after = position ?? stem + Path.DirectorySeparatorChar;
        var end = stem + (char)(Path.DirectorySeparatorChar + 1);
        IReadOnlyList<LocalFile> page;
        do
        {
            page = await database.ListAsync<PostgresLocalFileRow, LocalFile>(
                ListLocalFilesSql, new { after, end, limit = LocalFilesPerPage }, row => row.ToLocalFile(), cancellationToken).ConfigureAwait(false);
            foreach (var file in page)
            {
                yield return file;
                after = file.Path;
            }
        }
        while (page.Count == LocalFilesPerPage);
    }

    /// <inheritdoc/>
    public Task<bool> RemoveLocalFileAsync(string path, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (db, _, cancel) =>
            {
                await db.ExecuteAsync(Command(LockPathSql, new { path }, cancel)).ConfigureAwait(false);
                if (await db.QuerySingleOrDefaultAsync<byte[]>(Command(RemoveLocalFileSql, new { path }, cancel)).ConfigureAwait(false) is not { } hash)
                {
                    return false;
                }

                await ReleaseTracksAsync(db, [hash], cancel).ConfigureAwait(false);
                return true;
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<LocalFile>> FindLocalFilesAsync(BlobHash hash, CancellationToken cancellationToken) =>
        database.ListAsync<PostgresLocalFileRow, LocalFile>(FindLocalFilesOfTrackSql, new { hash = hash.ToArray() }, row => row.ToLocalFile(), cancellationToken);

    private async Task<ImportedTrack> ImportAsync(NpgsqlConnection db, TrackImport import, CancellationToken cancellationToken)
    {
        var file = import.File;
        var facts = new TrackFacts(file.Hash, file.Size, import.Tags, import.CoverHash);
        var ofFile = new { path = file.Path, hash = file.Hash.ToArray(), size = file.Size, modifiedAt = file.ModifiedAt.UtcTicks };
        var unused = new PostgresUnusedNames();
        await db.ExecuteAsync(Command(LockPathSql, ofFile, cancellationToken)).ConfigureAwait(false);
        var replaced = await FindLocalFileAsync(db, file.Path, cancellationToken).ConfigureAwait(false);

        var (known, hasNewCover) = await SaveLocalTrackAsync(db, facts, unused, cancellationToken).ConfigureAwait(false);
        await db.ExecuteAsync(Command(SaveLocalFileSql, ofFile, cancellationToken)).ConfigureAwait(false);
        if (replaced is not null && !replaced.Hash.AsSpan().SequenceEqual(ofFile.hash))
        {
            await ReleaseTracksAsync(db, [replaced.Hash], unused, cancellationToken).ConfigureAwait(false);
        }

        await unused.RemoveAsync(db, cancellationToken).ConfigureAwait(false);
        byte[][] changed = known is not { IsLocal: true } || facts != known.ToFacts() ? [ofFile.hash] : [];
        var alsoChanged = hasNewCover ? await db.QueryAsync<byte[]>(Command(LockTracksWithoutCoverSql, ofFile, cancellationToken)).ConfigureAwait(false) : [];
        await NumberChangesAsync(db, [.. changed, .. alsoChanged], cancellationToken).ConfigureAwait(false);

        var track = await FindTrackAsync(db, FindTrackByHashSql, ofFile, cancellationToken).ConfigureAwait(false);
        return new ImportedTrack(track!.ToTrack(), IsNew: known is not { IsLocal: true });
    }

    /// <summary>
    /// Writes what a file says of its track. Answers the row that was there before, locked, or null if it is new, and whether the album has another cover now.
    /// </summary>
    private async Task<(PostgresTrackRow? Known, bool HasNewCover)> SaveLocalTrackAsync(
        NpgsqlConnection db, TrackFacts facts, PostgresUnusedNames unused, CancellationToken cancellationToken)
    {
        while (true)
        {
            var known = await FindTrackAsync(db, LockKnownTrackSql, new { hash = facts.Hash.ToArray() }, cancellationToken).ConfigureAwait(false);
            var (tracks, covers) = await SaveNamesAsync(db, [(known?.Id ?? NewId(), facts)], isLocal: true, cancellationToken).ConfigureAwait(false);
            if (known is not null)
            {
                await UpdateTracksAsync(db, [known], tracks, isLocal: true, unused, cancellationToken).ConfigureAwait(false);
            }
            else if (!await AddTracksAsync(db, tracks, isLocal: true, unused, cancellationToken).ConfigureAwait(false))
            {
                // Another transaction, which has ended now, was faster to add it.
                continue;
            }

            return (known, await SaveCoversAsync(db, covers, isLocal: true, cancellationToken).ConfigureAwait(false));
        }
    }

    private static async Task NumberChangesAsync(NpgsqlConnection db, byte[][] hashes, CancellationToken cancellationToken)
    {
        if (hashes.Length > 0)
        {
            var parameters = new { hashes, count = hashes.LongLength };
            await db.ExecuteAsync(Command($"{TakeNumbersSql}; {NumberTracksSql}", parameters, cancellationToken)).ConfigureAwait(false);
        }
    }

    private static Task<PostgresLocalFileRow?> FindLocalFileAsync(NpgsqlConnection db, string path, CancellationToken cancellationToken) =>
        db.QuerySingleOrDefaultAsync<PostgresLocalFileRow>(Command(FindLocalFileSql, new { path }, cancellationToken));
}
