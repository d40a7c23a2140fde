using Npgsql;

namespace SoundTime.Storage.Postgres;

/// <summary>Says in our words what PostgreSQL reports (codes: PostgreSQL manual, appendix A), or that it cannot be reached.</summary>
internal static class PostgresErrors
{
    /// <summary>idle_in_transaction_session_timeout</summary>
    private const string IdleInTransaction = "25P03";

    /// <summary>
    /// Whether the transaction lost against others and may succeed when it is repeated as a whole. A missing key is such a loss too: another
    /// transaction removed a track, an artist or an album between our look at it and our use of it.
    /// </summary>
    public static bool IsConflict(PostgresException error) => error.SqlState
        is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.ForeignKeyViolation;

    /// <param name="error">What was thrown.</param>
    /// <param name="database">The database and its server, without user and password.</param>
    public static StorageException Translate(NpgsqlException error, string database)
    {
        var (reason, text) = error is PostgresException reported ? Describe(reported, database) : Describe(error, database);
        return new StorageException(reason, text, error);
    }

    private static (StorageFailure Reason, string Text) Describe(PostgresException error, string database) => error.SqlState switch
    {
        PostgresErrorCodes.DiskFull =>
            (StorageFailure.DiskFull, $"The disk of {database} is full. Free some space there; nothing that was stored is lost."),
        PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted =>
            (StorageFailure.Damaged, $"{database} is damaged: {error.MessageText}. Restore a dump, or ask PostgreSQL's log what happened."),
        PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable
            or PostgresErrorCodes.QueryCanceled or IdleInTransaction =>
            (StorageFailure.Busy, $"{database} is held up by other work: {error.MessageText}. Try again; if it stays so, see pg_stat_activity for what holds it."),
        PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.ConfigurationLimitExceeded =>
            (StorageFailure.Busy, $"{database} has no connection left. Raise max_connections of the server, or lower 'Maximum Pool Size' in DATABASE_URL."),
        PostgresErrorCodes.CannotConnectNow =>
            (StorageFailure.Busy, $"{database} is starting or stopping. Try again in a moment."),
        PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.DatabaseDropped =>
            (StorageFailure.NotAccessible, $"{database} has ended the connection: {error.MessageText}. Start the server again."),
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            (StorageFailure.NotAccessible, $"{database} refuses the user of DATABASE_URL. Check user and password there, and the server's pg_hba.conf."),
        PostgresErrorCodes.InvalidCatalogName =>
            (StorageFailure.NotAccessible, $"{database} does not exist. Create it with: createdb --encoding=UTF8 --template=template0 NAME"),
        PostgresErrorCodes.InsufficientPrivilege =>
            (StorageFailure.NotAccessible, $"The user of DATABASE_URL may not do this in {database}: {error.MessageText}. Make the user the database's owner."),
        PostgresErrorCodes.ReadOnlySqlTransaction =>
            (StorageFailure.NotAccessible, $"{database} takes no changes: it is a standby, or set to be read-only. Name the primary server in DATABASE_URL."),
        _ => (StorageFailure.Other, $"PostgreSQL failed on {database}: {error.SqlState}: {error.MessageText}"),
    };

    /// <summary>What the server did not report itself is trouble on the way to it.</summary>
    private static (StorageFailure Reason, string Text) Describe(NpgsqlException error, string database) => error.InnerException is TimeoutException
        ? (StorageFailure.Busy, $"{database} did not answer in time, or all connections to it are in use. Try again; if it stays so, see pg_stat_activity.")
        : (StorageFailure.NotAccessible, $"{database} cannot be reached: {(error.InnerException ?? error).Message}. Start the server, or correct DATABASE_URL.");
}
