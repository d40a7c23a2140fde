using System.Runtime.CompilerServices;
using Dapper;
using Npgsql;
using SoundTime.Storage.Catalogue;
using SoundTime.Wire;

namespace SoundTime.Storage.Postgres;

/// <content>Files come in and go.</content>
internal sealed partial class PostgresCatalogue
{
    /// <summary>Files read at once while all of a folder are listed.</summary>
    private const int LocalFilesPerPage = 500;

    private const string LocalFileColumns = "SELECT path AS Path, hash AS Hash, size AS Size, modified_at AS ModifiedAt FROM local_files";

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
        ON CONFLICT (path) DO UPDATE SET hash = excluded.hash, size = excluded.size, modified_at = excluded.modified_at
        """;

    private const string RemoveLocalFileSql = "DELETE FROM local_files WHERE path = @path RETURNING hash";

    /// <summary>
    /// Takes the next number. Its row stays locked until the transaction commits, so the next number is taken, and seen, only after this one: a reader
    /// that has seen a number has seen all before it. The last statement of a change, so that nobody who holds this lock waits for another.
    /// </summary>
    private const string TakeNumberSql = "UPDATE changes SET last_change = last_change + 1";

    private const string NumberTrackSql = "UPDATE tracks SET change = (SELECT last_change FROM changes) WHERE hash = @hash";

    /// <inheritdoc/>
    public Task<ImportedTrack> ImportAsync(TrackImport import, CancellationToken cancellationToken) =>
        database.WriteAsync((db, _, cancel) => ImportAsync(db, import, cancel), cancellationToken);

    /// <inheritdoc/>
    public Task<LocalFile?> FindLocalFileAsync(string path, CancellationToken cancellationToken) =>
        database.ReadAsync(async (db, cancel) => (await FindLocalFileAsync(db, path, cancel).ConfigureAwait(false))?.ToLocalFile(), cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<LocalFile> ListLocalFilesAsync(string folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // All paths that begin with "folder/" lie between that and "folder0": '0' is the character after '/'.
        var stem = Path.TrimEndingDirectorySeparator(folder).TrimEnd(Path.DirectorySeparatorChar);
        var after = stem + Path.DirectorySeparatorChar;
        var end = stem + (char)(Path.DirectorySeparatorChar + 1);
        IReadOnlyList<LocalFile> page;
        do
        {
            var parameters = new { after, end, limit = LocalFilesPerPage };
            page = await database.ReadAsync(
                (db, cancel) => ListAsync<PostgresLocalFileRow, LocalFile>(db, ListLocalFilesSql, parameters, row => row.ToLocalFile(), cancel),
                cancellationToken).ConfigureAwait(false);
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
    public Task<IReadOnlyList<LocalFile>> FindLocalFilesAsync(BlobHash hash, CancellationToken cancellationToken)
    {
        var parameters = new { hash = hash.ToArray() };
        return database.ReadAsync(
            (db, cancel) => ListAsync<PostgresLocalFileRow, LocalFile>(db, FindLocalFilesOfTrackSql, parameters, row => row.ToLocalFile(), cancel),
            cancellationToken);
    }

    private async Task<ImportedTrack> ImportAsync(NpgsqlConnection db, TrackImport import, CancellationToken cancellationToken)
    {
        var file = import.File;
        var facts = new TrackFacts(file.Hash, file.Size, import.Tags, import.CoverHash);
        var ofFile = new { path = file.Path, hash = file.Hash.ToArray(), size = file.Size, modifiedAt = file.ModifiedAt.UtcTicks };
        await db.ExecuteAsync(Command(LockPathSql, ofFile, cancellationToken)).ConfigureAwait(false);
        var replaced = await FindLocalFileAsync(db, file.Path, cancellationToken).ConfigureAwait(false);

        var known = await SaveLocalTrackAsync(db, facts, cancellationToken).ConfigureAwait(false);
        await db.ExecuteAsync(Command(SaveLocalFileSql, ofFile, cancellationToken)).ConfigureAwait(false);
        if (replaced is not null && !replaced.Hash.AsSpan().SequenceEqual(ofFile.hash))
        {
            await ReleaseTracksAsync(db, [replaced.Hash], cancellationToken).ConfigureAwait(false);
        }

        if (known is not { IsLocal: true } || facts != known.ToFacts())
        {
            await db.ExecuteAsync(Command($"{TakeNumberSql}; {NumberTrackSql}", ofFile, cancellationToken)).ConfigureAwait(false);
        }

        var track = await FindTrackAsync(db, FindTrackByHashSql, ofFile, cancellationToken).ConfigureAwait(false);
        return new ImportedTrack(track!.ToTrack(), IsNew: known is not { IsLocal: true });
    }

    /// <summary>Writes what a file says of its track; answers the row that was there before, locked, or null if it is new.</summary>
    private async Task<PostgresTrackRow?> SaveLocalTrackAsync(NpgsqlConnection db, TrackFacts facts, CancellationToken cancellationToken)
    {
        var parameters = new { hash = facts.Hash.ToArray() };
        while (true)
        {
            var known = await FindTrackAsync(db, LockKnownTrackSql, parameters, cancellationToken).ConfigureAwait(false);
            var track = await SaveNamesAsync(db, [(known?.Id ?? NewId(), facts)], isLocal: true, cancellationToken).ConfigureAwait(false);
            if (known is not null)
            {
                await UpdateTracksAsync(db, track, isLocal: true, cancellationToken).ConfigureAwait(false);
                await RemoveUnusedAsync(db, track[0].Names == known.Names ? [] : [known.Names], cancellationToken).ConfigureAwait(false);
                return known;
            }

            if (await AddTracksAsync(db, track, isLocal: true, cancellationToken).ConfigureAwait(false) is [])
            {
                return null;
            }

            // Another transaction, that has ended now, was faster to add it.
        }
    }

    private static Task<PostgresLocalFileRow?> FindLocalFileAsync(NpgsqlConnection db, string path, CancellationToken cancellationToken) =>
        db.QuerySingleOrDefaultAsync<PostgresLocalFileRow>(Command(FindLocalFileSql, new { path }, cancellationToken));
}
