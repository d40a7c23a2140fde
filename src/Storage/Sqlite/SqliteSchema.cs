using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace SoundTime.Storage.Sqlite;

/// <summary>Brings a database to the schema of this program, or refuses it and leaves it as it is.</summary>
internal sealed class SqliteSchema(SqliteConnection connection, IReadOnlyList<Migration> migrations, ILogger logger)
{
    /// <summary>What the first migration writes into the file's header to mark it as ours: <c>SNDT</c>.</summary>
    private const long ApplicationId = 0x534E4454;

    private int Newest => migrations[^1].Number;

    private string DatabasePath => connection.DataSource;

    /// <exception cref="StorageException">The file is not ours (<see cref="StorageFailure.Damaged"/>) or newer than this program.</exception>
    public void Check()
    {
        var isEmpty = connection.ExecuteScalar<long>("SELECT count(*) FROM sqlite_schema") == 0;
        if (!isEmpty && connection.ExecuteScalar<long>("PRAGMA application_id") != ApplicationId)
        {
            throw new StorageException(
                StorageFailure.Damaged,
                $"{DatabasePath} is a database of another program. It was left as it is: move it away, or choose another data folder.");
        }

        var version = ReadVersion();
        if (version > Newest)
        {
            throw new StorageException(
                StorageFailure.NewerSchema,
                $"{DatabasePath} has schema {version}, this program knows up to {Newest}. Start the newer program again, or put back the backup that it made beside the database.");
        }
    }

    /// <summary>Runs what is missing, each migration in one transaction with its number; an existing database is backed up first.</summary>
    public void Migrate()
    {
        var version = ReadVersion();
        if (version == Newest)
        {
            return;
        }

        if (version > 0)
        {
            BackUp(version + 1);
        }

        foreach (var migration in migrations.Where(migration => migration.Number > version))
        {
            Apply(migration);
        }

        if (version == 0)
        {
            logger.DatabaseCreated(DatabasePath);
        }
    }

    private long ReadVersion() => connection.ExecuteScalar<long>("PRAGMA user_version");

    private void BackUp(long migration)
    {
        var backup = string.Create(CultureInfo.InvariantCulture, $"{DatabasePath}.before-{migration:D4}");
        var unfinished = backup + ".part";
        File.Delete(unfinished);
        using (var copy = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = unfinished, Pooling = false }.ToString()))
        {
            copy.Open();
            connection.BackupDatabase(copy);
        }

        using (var file = File.OpenHandle(unfinished, FileMode.Open, FileAccess.ReadWrite))
        {
            RandomAccess.FlushToDisk(file);
        }

        File.Move(unfinished, backup, overwrite: true);
        FolderFlush.Flush(Path.GetDirectoryName(Path.GetFullPath(backup))!);
        logger.DatabaseBackedUp(DatabasePath, backup, (int)migration);
    }

    private void Apply(Migration migration)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        // Another process may have been faster while we waited for the lock.
        if (ReadVersion() >= migration.Number)
        {
            return;
        }

        ExecuteAll(migration.Sql);
        connection.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {migration.Number}"));
        transaction.Commit();
        logger.MigrationApplied(DatabasePath, migration.Number);
    }

    /// <summary>
    /// Runs every statement of a script. <c>ExecuteNonQuery</c> would not do: after a statement that has columns, and ALTER TABLE is
    /// one, it runs the rest while it closes its reader, where errors are lost.
    /// </summary>
    private void ExecuteAll(string script)
    {
        using var command = connection.CreateCommand();
        command.CommandText = script;
        using var reader = command.ExecuteReader();
        while (reader.NextResult())
        {
        }
    }
}
