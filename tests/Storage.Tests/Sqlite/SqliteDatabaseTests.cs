using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Sqlite;
using SoundTime.Storage.Tests.Support;

namespace SoundTime.Storage.Tests.Sqlite;

public sealed class SqliteDatabaseTests : IDisposable
{
    private static readonly int Newest = Migration.Sqlite.Count;

    private static readonly Migration Next = new(Newest + 1, "ALTER TABLE artists ADD COLUMN note TEXT");

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string DatabasePath => _folder["soundtime.db"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_stored_is_there_after_opening_again()
    {
        await using (var stores = await OpenAsync())
        {
            await stores.Catalogue.ImportAsync(Sample.Import(1), Cancel);
        }

        await using var again = await OpenAsync();
        Assert.NotNull(await again.Catalogue.FindTrackAsync(Sample.Hash(1), Cancel));
        Assert.Empty(Directory.GetFiles(_folder.Path, "*.before-*"));
    }

    [Fact]
    public async Task A_missing_folder_is_created()
    {
        await using var stores = await OpenAsync(_folder["a/b/soundtime.db"]);

        Assert.True(File.Exists(_folder["a/b/soundtime.db"]));
    }

    [Fact]
    public async Task Commits_are_flushed_to_the_disk_and_readers_do_not_write()
    {
        await using var database = await SqliteDatabase.OpenAsync(
            DatabasePath, Migration.Sqlite, SqliteDatabase.DefaultBusyTimeout, NullLogger.Instance, Cancel);

        Assert.Equal(("wal", 2, 1), await database.WriteAsync(ReadSettings, Cancel));
        var error = await Assert.ThrowsAsync<StorageException>(
            () => database.ReadAsync(db => Execute(db, "INSERT INTO artists (id, name) VALUES (x'00', 'a')"), Cancel));
        Assert.Equal(StorageFailure.NotAccessible, error.Reason);
    }

    [Fact]
    public async Task A_newer_schema_is_refused_and_left_as_it_is()
    {
        await (await OpenAsync()).DisposeAsync();
        ExecuteDirectly("PRAGMA user_version = 99");

        var error = await AssertRefusedAsync(StorageFailure.NewerSchema);
        Assert.Contains("Start the newer program again", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_file_is_refused_and_left_as_it_is()
    {
        await File.WriteAllBytesAsync(DatabasePath, SampleBlob.Bytes(10_000), Cancel);

        await AssertRefusedAsync(StorageFailure.Damaged);
    }

    [Fact]
    public async Task A_database_of_another_program_is_refused_and_left_as_it_is()
    {
        ExecuteDirectly("CREATE TABLE theirs (a)");

        await AssertRefusedAsync(StorageFailure.Damaged);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_refused_with_its_path()
    {
        using var disk = new TinyDisk("ro");

        var error = await Assert.ThrowsAsync<StorageException>(() => OpenAsync(disk["data/soundtime.db"]));

        Assert.Equal(StorageFailure.NotAccessible, error.Reason);
        Assert.Contains(disk["data"], error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_path_that_is_a_folder_is_refused_as_not_accessible()
    {
        Directory.CreateDirectory(DatabasePath);

        var error = await Assert.ThrowsAsync<StorageException>(() => OpenAsync());

        Assert.Equal(StorageFailure.NotAccessible, error.Reason);
    }

    [Fact]
    public async Task An_existing_database_is_backed_up_before_it_is_migrated()
    {
        await using (var stores = await OpenAsync())
        {
            await stores.Catalogue.ImportAsync(Sample.Import(1), Cancel);
        }

        await (await OpenWithAsync(Next)).DisposeAsync();

        Assert.Equal((long)Next.Number, Scalar(DatabasePath, "PRAGMA user_version"));
        Assert.Equal(1L, Scalar(DatabasePath, "SELECT count(*) FROM artists WHERE note IS NULL"));
        var backup = $"{DatabasePath}.before-{Next.Number:D4}";
        Assert.Equal((long)Newest, Scalar(backup, "PRAGMA user_version"));
        Assert.Equal(1L, Scalar(backup, "SELECT count(*) FROM tracks"));
        Assert.Equal("ok", Scalar(backup, "PRAGMA integrity_check"));
    }

    [Fact]
    public async Task A_migration_that_fails_half_way_changes_nothing_and_can_be_tried_again()
    {
        await (await OpenAsync()).DisposeAsync();

        await Assert.ThrowsAsync<StorageException>(() => OpenWithAsync(new Migration(Next.Number, $"{Next.Sql}; SELECT wrong")));
        Assert.Equal((long)Newest, Scalar(DatabasePath, "PRAGMA user_version"));

        await (await OpenWithAsync(Next)).DisposeAsync();
        Assert.Equal((long)Next.Number, Scalar(DatabasePath, "PRAGMA user_version"));
    }

    [Fact]
    public void Migrations_are_numbered_from_one_without_gaps() =>
        Assert.Equal(Enumerable.Range(1, Migration.Sqlite.Count), Migration.Sqlite.Select(migration => migration.Number));

    [Fact]
    public async Task A_database_locked_by_another_process_is_said_to_be_busy_and_goes_on_after_it()
    {
        await using var stores = await SqliteStores.OpenAsync(DatabasePath, new ManualTime(), StoreLimits.Default, TimeSpan.Zero, NullLogger.Instance, Cancel);
        using (var other = OpenDirectly(DatabasePath))
        using (other.BeginTransaction(deferred: false))
        {
            var error = await Assert.ThrowsAsync<StorageException>(() => stores.Catalogue.ImportAsync(Sample.Import(1), Cancel));
            Assert.Equal(StorageFailure.Busy, error.Reason);
            Assert.Equal(0, (await stores.Catalogue.CountAsync(Cancel)).LocalTracks);
        }

        Assert.True((await stores.Catalogue.ImportAsync(Sample.Import(1), Cancel)).IsNew);
    }

    [Fact]
    public async Task A_full_disk_is_said_so_and_loses_nothing_that_was_acknowledged()
    {
        using var disk = new TinyDisk("size=1m");
        var acknowledged = 0;
        await using (var stores = await OpenAsync(disk["soundtime.db"]))
        {
            var error = await Assert.ThrowsAsync<StorageException>(async () =>
            {
                while (true)
                {
                    await stores.Catalogue.ImportAsync(Sample.Import(acknowledged, $"/music/{acknowledged}"), Cancel);
                    acknowledged++;
                }
            });
            Assert.Equal(StorageFailure.DiskFull, error.Reason);
            Assert.Equal(acknowledged, (await stores.Catalogue.CountAsync(Cancel)).LocalTracks);
        }

        Assert.NotEqual(0, acknowledged);
        File.Copy(disk["soundtime.db"], DatabasePath);
        if (File.Exists(disk["soundtime.db-wal"]))
        {
            File.Copy(disk["soundtime.db-wal"], DatabasePath + "-wal");
        }

        await using var moved = await OpenAsync();
        Assert.Equal(acknowledged, (await moved.Catalogue.CountAsync(Cancel)).LocalTracks);
        Assert.Equal(acknowledged, await moved.Catalogue.ListLocalFilesAsync("/music", Cancel).CountAsync(Cancel));
    }

    [Fact]
    public async Task A_closed_catalogue_says_so()
    {
        var stores = await OpenAsync();
        await stores.DisposeAsync();
        await stores.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => stores.Catalogue.CountAsync(Cancel));
    }

    private static (string Journal, long Synchronous, long ForeignKeys) ReadSettings(SqliteConnection db) =>
        ((string)Scalar(db, "PRAGMA journal_mode"), (long)Scalar(db, "PRAGMA synchronous"), (long)Scalar(db, "PRAGMA foreign_keys"));

    private static SqliteConnection OpenDirectly(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private static object Scalar(string path, string sql)
    {
        using var connection = OpenDirectly(path);
        return Scalar(connection, sql);
    }

    private static object Scalar(SqliteConnection connection, string sql)
    {
        using var command = new SqliteCommand(sql, connection, connection.CreateCommand().Transaction);
        return command.ExecuteScalar()!;
    }

    private static int Execute(SqliteConnection connection, string sql)
    {
        using var command = new SqliteCommand(sql, connection, connection.CreateCommand().Transaction);
        return command.ExecuteNonQuery();
    }

    private void ExecuteDirectly(string sql)
    {
        using var connection = OpenDirectly(DatabasePath);
        Execute(connection, sql);
    }

    private async Task<StorageException> AssertRefusedAsync(StorageFailure reason)
    {
        var before = await File.ReadAllBytesAsync(DatabasePath, Cancel);

        var error = await Assert.ThrowsAsync<StorageException>(() => OpenAsync());

        Assert.Equal(reason, error.Reason);
        Assert.Contains(DatabasePath, error.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(DatabasePath, Cancel));
        Assert.Equal([DatabasePath], Directory.GetFiles(_folder.Path));
        return error;
    }

    private Task<SqliteStores> OpenAsync(string? path = null) =>
        SqliteStores.OpenAsync(path ?? DatabasePath, new ManualTime(), NullLogger.Instance, Cancel);

    private Task<SqliteDatabase> OpenWithAsync(Migration next) => SqliteDatabase.OpenAsync(
        DatabasePath, [.. Migration.Sqlite, next], SqliteDatabase.DefaultBusyTimeout, NullLogger.Instance, Cancel);
}
