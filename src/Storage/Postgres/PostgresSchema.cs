using Dapper;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace SoundTime.Storage.Postgres;

/// <summary>
/// Brings a database to the schema of this program, or refuses it and leaves it as it is. The tables lie in the first schema of the user's search
/// path; the user needs no right but to create them.
/// </summary>
internal sealed class PostgresSchema(NpgsqlConnection connection, string database, IReadOnlyList<Migration> migrations, ILogger logger)
{
    /// <summary>Of several processes that start at once, the one that holds this advisory lock migrates: <c>SNDT</c>.</summary>
    private const long MigrationLock = 0x534E4454;

    /// <summary>Longest that one statement of a migration may run, or wait for another process that migrates.</summary>
    private static readonly TimeSpan StatementTimeout = TimeSpan.FromHours(1);

    /// <summary>Created with the first migration. Its column <c>program</c> tells it from tables of this name in databases of others.</summary>
    private const string CreateVersionSql = """
        CREATE TABLE schema_version (
            program    text        NOT NULL CHECK (program = 'soundtime'),
            version    integer     NOT NULL PRIMARY KEY,
            applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
        )
        """;

    private const string AddVersionSql = "INSERT INTO schema_version (program, version) VALUES ('soundtime', @version)";

    private const string ReadVersionSql = "SELECT coalesce(max(version), 0) FROM schema_version";

    private const string HasVersionSql = """
        SELECT EXISTS (SELECT FROM information_schema.columns
                        WHERE table_schema = current_schema() AND table_name = 'schema_version' AND column_name = 'program')
        """;

    /// <summary>Tables that extensions brought are nobody's data.</summary>
    private const string HasTablesSql = """
        SELECT EXISTS (SELECT FROM pg_class c
                        WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
                          AND NOT EXISTS (SELECT FROM pg_depend d
                                           WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'))
        """;

    private bool _isAnnounced;

    private int Newest => migrations.Count;

    /// <summary>Runs what is missing, each migration in one transaction with its number.</summary>
    /// <exception cref="StorageException">The database is not ours (<see cref="StorageFailure.Damaged"/>) or newer than this program.</exception>
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await CheckSettingsAsync(cancellationToken).ConfigureAwait(false);
        while (await ApplyNextAsync(cancellationToken).ConfigureAwait(false))
        {
        }
    }

    private async Task CheckSettingsAsync(CancellationToken cancellationToken)
    {
        var (encoding, durability, schema) = await connection.QuerySingleAsync<(string, string, string?)>(Command(
            "SELECT current_setting('server_encoding'), current_setting('synchronous_commit'), current_schema()", cancellationToken)).ConfigureAwait(false);
        if (encoding != "UTF8")
        {
            throw new StorageException(
                StorageFailure.NotAccessible,
                $"{database} has the encoding {encoding}, which cannot hold all names. Create one with: createdb --encoding=UTF8 --template=template0 NAME");
        }

        if (durability != "on")
        {
            throw new StorageException(
                StorageFailure.NotAccessible,
                $"{database} answers with synchronous_commit = {durability}, although 'on' was asked for: what it acknowledges could be lost. Connect to the server itself, or let the pooler between pass the parameter 'options' on.");
        }

        if (schema is null)
        {
            throw new StorageException(
                StorageFailure.NotAccessible,
                $"No schema of the search path exists in {database}. Create one, or name another by 'Search Path' in DATABASE_URL.");
        }
    }

    private async Task<int> ReadVersionAsync(CancellationToken cancellationToken)
    {
        if (!await connection.ExecuteScalarAsync<bool>(Command(HasVersionSql, cancellationToken)).ConfigureAwait(false))
        {
            return await connection.ExecuteScalarAsync<bool>(Command(HasTablesSql, cancellationToken)).ConfigureAwait(false)
                ? throw new StorageException(
                    StorageFailure.Damaged,
                    $"{database} holds tables of another program. It was left as it is: create a database, or a schema, of its own and name it in DATABASE_URL.")
                : 0;
        }

        var version = await connection.ExecuteScalarAsync<int>(Command(ReadVersionSql, cancellationToken)).ConfigureAwait(false);
        return version <= Newest
            ? version
            : throw new StorageException(
                StorageFailure.NewerSchema,
                $"{database} has schema {version}, this program knows up to {Newest}. Start the newer program again, or restore the dump that was made before it ran.");
    }

    /// <summary>Runs the next migration, unless none is left. What others run meanwhile is waited for, and seen.</summary>
    private async Task<bool> ApplyNextAsync(CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var undone = transaction.ConfigureAwait(false);
        await connection.ExecuteAsync(Command("SELECT pg_advisory_xact_lock(@MigrationLock)", cancellationToken, new { MigrationLock })).ConfigureAwait(false);
        var version = await ReadVersionAsync(cancellationToken).ConfigureAwait(false);
        if (version == Newest)
        {
            return false;
        }

        Announce(version);
        if (version == 0)
        {
            await connection.ExecuteAsync(Command(CreateVersionSql, cancellationToken)).ConfigureAwait(false);
        }

        var migration = migrations[version];
        await connection.ExecuteAsync(Command(migration.Sql, cancellationToken)).ConfigureAwait(false);
        await connection.ExecuteAsync(Command(AddVersionSql, cancellationToken, new { version = migration.Number })).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        logger.MigrationApplied(database, migration.Number);
        return true;
    }

    /// <summary>Says once, before the first migration, what is about to happen.</summary>
    private void Announce(int version)
    {
        if (_isAnnounced)
        {
            return;
        }

        _isAnnounced = true;
        if (version == 0)
        {
            logger.TablesMissing(database);
        }
        else
        {
            logger.MigrationsBegin(version + 1, Newest, database);
        }
    }

    private static CommandDefinition Command(string sql, CancellationToken cancellationToken, object? parameters = null) =>
        new(sql, parameters, commandTimeout: (int)StatementTimeout.TotalSeconds, cancellationToken: cancellationToken);
}
