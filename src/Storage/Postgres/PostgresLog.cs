using Microsoft.Extensions.Logging;

namespace SoundTime.Storage.Postgres;

/// <summary>What the PostgreSQL store writes to the log.</summary>
internal static partial class PostgresLog
{
    [LoggerMessage(20, LogLevel.Information, "{Database} is empty. Creating the tables.")]
    public static partial void TablesMissing(this ILogger logger, string database);

    [LoggerMessage(21, LogLevel.Warning,
        "Migrations {First} to {Last} change {Database} now. This program makes no backup of PostgreSQL; the way back to the older program is a dump that was made before, by: pg_dump --format=custom --file=FILE DATABASE")]
    public static partial void MigrationsBegin(this ILogger logger, int first, int last, string database);
}
