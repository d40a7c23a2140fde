using System.Runtime.CompilerServices;
using Dapper;
using Microsoft.Data.Sqlite;
using SoundTime.Storage.Catalogue;
using SoundTime.Wire;

namespace SoundTime.Storage.Sqlite;

/// <content>Files come in and go.</content>
internal sealed partial class SqliteCatalogue
{
    /// <summary>Files read at once while all of a folder are listed.</summary>
    private const int LocalFilesPerPage = 500;

    private const string LocalFileColumns = "SELECT path AS Path, hash AS Hash, size AS Size, modified_at AS ModifiedAt, is_rotten AS IsRotten FROM local_files";

    private const string FindLocalFileSql = $"{LocalFileColumns} WHERE path = @path";

    private const string FindLocalFilesOfTrackSql = $"{LocalFileColumns} WHERE hash = @hash ORDER BY path";

    private const string ListLocalFilesSql = $"{LocalFileColumns} WHERE path > @after AND path < @end ORDER BY path LIMIT @limit";

    private const string SaveLocalFileSql = """
        INSERT INTO local_files (path, hash, size, modified_at) VALUES (@path, @hash, @size, @modifiedAt)
        ON CONFLICT (path) DO UPDATE SET hash = excluded.hash, size = excluded.size, modified_at = excluded.modified_at, is_rotten = 0
        """;

    private const string RemoveLocalFileSql = "DELETE FROM local_files WHERE path = @path";

    /// <inheritdoc/>
    public Task<ImportedTrack> ImportAsync(TrackImport import, CancellationToken cancellationToken) =>
        _database.WriteAsync(db => Import(db, import), cancellationToken);

    /// <inheritdoc/>
    public Task<LocalFile?> FindLocalFileAsync(string path, CancellationToken cancellationToken) =>
        _database.ReadAsync(db => FindLocalFile(db, path)?.ToLocalFile(), cancellationToken);

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
            var parameters = new { after, end, limit = LocalFilesPerPage };
            page = await _database.ReadAsync<IReadOnlyList<LocalFile>>(
                db => [.. db.Query<LocalFileRow>(ListLocalFilesSql, parameters).Select(row => row.ToLocalFile())], cancellationToken).ConfigureAwait(false);
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
        _database.WriteAsync(
            db =>
            {
                if (FindLocalFile(db, path) is not { } file)
                {
                    return false;
                }

                db.Execute(RemoveLocalFileSql, new { path });
                db.ReleaseTracks(file.Hash);
                return true;
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<LocalFile>> FindLocalFilesAsync(BlobHash hash, CancellationToken cancellationToken) =>
        _database.ReadAsync<IReadOnlyList<LocalFile>>(
            db => [.. db.Query<LocalFileRow>(FindLocalFilesOfTrackSql, new { hash = hash.ToArray() }).Select(row => row.ToLocalFile())],
            cancellationToken);

    private ImportedTrack Import(SqliteConnection db, TrackImport import)
    {
        var file = import.File;
        var hash = file.Hash.ToArray();
        var replaced = FindLocalFile(db, file.Path);
        var known = FindTrack(db, hash);

        using var tracks = new TrackTable(db, _time.GetUtcNow());
        tracks.Save([(new TrackFacts(file.Hash, file.Size, import.Tags, import.CoverHash), known)], isLocal: true);
        tracks.Complete();
        db.Execute(SaveLocalFileSql, new { path = file.Path, hash, size = file.Size, modifiedAt = file.ModifiedAt.UtcTicks });
        if (replaced is not null && !replaced.Hash.AsSpan().SequenceEqual(hash))
        {
            db.ReleaseTracks(replaced.Hash);
        }

        return new ImportedTrack(FindTrack(db, hash)!.ToTrack(), IsNew: known is not { IsLocal: true });
    }

    private static LocalFileRow? FindLocalFile(SqliteConnection db, string path) =>
        db.QuerySingleOrDefault<LocalFileRow>(FindLocalFileSql, new { path });
}
