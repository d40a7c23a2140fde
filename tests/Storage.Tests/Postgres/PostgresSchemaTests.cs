using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SoundTime.Storage.Postgres;
using SoundTime.Storage.Tests.Support;
using SoundTime.Testing;

namespace SoundTime.Storage.Tests.Postgres;

public sealed class PostgresSchemaTests : IAsyncLifetime
{
    private static readonly Migration First = new(1, "CREATE TABLE numbers (id int PRIMARY KEY); INSERT INTO numbers VALUES (1)");
    private static readonly Migration Second = new(2, "ALTER TABLE numbers ADD COLUMN note text; UPDATE numbers SET note = 'new'");

    private TestDatabase _database = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _database = await (await PostgresServer.Shared).CreateDatabaseAsync(Cancel);

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Each_migration_runs_once_and_the_admin_is_told_before_one_changes_what_is_there()
    {
        var log = new CollectedLog<PostgresSchemaTests>();
        await MigrateAsync([First], log: log);
        Assert.DoesNotContain(log.Messages, message => message.Contains("pg_dump", StringComparison.Ordinal));
        await MigrateAsync([First, Second], log: log);
        await MigrateAsync([First, Second], log: log);

        Assert.Equal("new", await _database.ExecuteAsync("SELECT note FROM numbers", Cancel));
        Assert.Equal(2, await VersionAsync());
        var warned = log.Messages.FindIndex(message => message.Contains("pg_dump", StringComparison.Ordinal));
        var changed = log.Messages.FindIndex(message => message.StartsWith("Applied migration 2", StringComparison.Ordinal));
        Assert.InRange(warned, 0, changed - 1);
        Assert.Equal(changed, log.Messages.Count - 1);
    }

    [Fact]
    public async Task Of_many_that_start_at_once_each_migration_runs_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => MigrateAsync([First, Second])));

        Assert.Equal(2L, await _database.ExecuteAsync("SELECT count(*) FROM schema_version", Cancel));
        Assert.Equal(1L, await _database.ExecuteAsync("SELECT count(*) FROM numbers", Cancel));
    }

    [Theory]
    [InlineData("SELECT wrong; SELECT 1; SELECT 2")]
    [InlineData("ALTER TABLE numbers ADD COLUMN a int; SELECT wrong; SELECT 2")]
    [InlineData("ALTER TABLE numbers ADD COLUMN a int; SELECT 1; SELECT 1 / 0")]
    [InlineData("SELECT 1; CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$; INSERT INTO numbers VALUES (2), (1)")]
    public async Task A_migration_that_fails_anywhere_changes_nothing_and_can_be_tried_again(string wrong)
    {
        await MigrateAsync([First]);

        await Assert.ThrowsAsync<StorageException>(() => MigrateAsync([First, new Migration(2, wrong)]));
        Assert.Equal(1, await VersionAsync());
        Assert.Equal(1L, await _database.ExecuteAsync("SELECT count(*) FROM information_schema.columns WHERE table_name = 'numbers'", Cancel));

        await MigrateAsync([First, Second]);
        Assert.Equal(2, await VersionAsync());
    }

    [Fact]
    public async Task A_newer_schema_is_refused_and_left_as_it_is()
    {
        await MigrateAsync([First, Second]);

        var error = await Assert.ThrowsAsync<StorageException>(() => MigrateAsync([First]));

        Assert.Equal(StorageFailure.NewerSchema, error.Reason);
        Assert.Contains("schema 2", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, await VersionAsync());
    }

    [Theory]
    [InlineData("CREATE TABLE theirs (a int)")]
    [InlineData("CREATE TABLE schema_version (version int); INSERT INTO schema_version VALUES (1)")]
    public async Task A_database_of_another_program_is_refused_and_left_as_it_is(string theirs)
    {
        await _database.ExecuteAsync(theirs, Cancel);

        var error = await Assert.ThrowsAsync<StorageException>(() => MigrateAsync([First]));

        Assert.Equal(StorageFailure.Damaged, error.Reason);
        Assert.Equal(1L, await _database.ExecuteAsync("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", Cancel));
    }

    [Fact]
    public async Task A_user_without_special_rights_keeps_its_tables_in_a_schema_of_its_own()
    {
        await _database.ExecuteAsync("CREATE TABLE theirs (a int); CREATE USER plain; CREATE SCHEMA plain AUTHORIZATION plain", Cancel);
        try
        {
            await MigrateAsync([First, Second], _database.UrlFor("plain"));

            Assert.Equal("new", await _database.ExecuteAsync("SELECT note FROM plain.numbers", Cancel));
        }
        finally
        {
            await _database.ExecuteAsync("DROP OWNED BY plain; DROP USER plain", Cancel);
        }
    }

    [Fact]
    public async Task A_user_that_may_not_create_tables_is_told_so()
    {
        await _database.ExecuteAsync("CREATE USER guest; REVOKE CREATE ON SCHEMA public FROM public", Cancel);
        try
        {
            var error = await Assert.ThrowsAsync<StorageException>(() => MigrateAsync([First], _database.UrlFor("guest")));

            Assert.Equal(StorageFailure.NotAccessible, error.Reason);
            Assert.Contains("owner", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            await _database.ExecuteAsync("DROP USER guest", Cancel);
        }
    }

    [Fact]
    public async Task A_search_path_that_leads_nowhere_is_refused()
    {
        var error = await Assert.ThrowsAsync<StorageException>(() => MigrateAsync([First], _database.Url + "&search_path=nowhere"));

        Assert.Equal(StorageFailure.NotAccessible, error.Reason);
        Assert.Contains("Search Path", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_encoding_than_UTF8_is_refused()
    {
        var icu = (string)(await _database.ExecuteAsync("SHOW server_version_num", Cancel))! is var version && version.CompareTo("15", StringComparison.Ordinal) >= 0;
        await using var latin = await (await PostgresServer.Shared).CreateDatabaseAsync(
            Cancel, "TEMPLATE template0 ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'" + (icu ? " LOCALE_PROVIDER libc" : ""));

        var error = await Assert.ThrowsAsync<StorageException>(() => MigrateAsync([First], latin.Url));

        Assert.Equal(StorageFailure.NotAccessible, error.Reason);
        Assert.Contains("LATIN1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Migrations_are_numbered_from_one_without_gaps() =>
        Assert.Equal(Enumerable.Range(1, Migration.Postgres.Count), Migration.Postgres.Select(migration => migration.Number));

    private async Task<int> VersionAsync() => (int)(await _database.ExecuteAsync("SELECT max(version) FROM schema_version", Cancel))!;

    private async Task MigrateAsync(IReadOnlyList<Migration> migrations, string? url = null, ILogger? log = null) =>
        await (await PostgresDatabase.OpenAsync(url ?? _database.Url, migrations, TimeProvider.System, log ?? NullLogger.Instance, Cancel)).DisposeAsync();
}
