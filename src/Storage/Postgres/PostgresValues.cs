namespace SoundTime.Storage.Postgres;

/// <summary>How values lie in the database that PostgreSQL has no type for.</summary>
internal static class PostgresValues
{
    /// <summary>A mark that no earlier write bears, so that what was removed and made anew is not taken for what it was.</summary>
    public static string NewETag() => Guid.NewGuid().ToString("N");
}
