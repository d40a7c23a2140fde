using Dapper;

namespace SoundTime.Storage.Postgres;

/// <summary>Questions and changes of one statement.</summary>
internal static class PostgresStatements
{
    public static Task<IReadOnlyList<TResult>> ListAsync<TRow, TResult>(
        this PostgresDatabase database, string sql, object? parameters, Func<TRow, TResult> convert, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<TResult>>(
            async (db, cancel) => [.. (await db.QueryAsync<TRow>(Command(sql, parameters, cancel)).ConfigureAwait(false)).Select(convert)],
            cancellationToken);

    /// <summary>The one row, or the default value where there is none.</summary>
    public static Task<TRow?> FindAsync<TRow>(this PostgresDatabase database, string sql, object? parameters, CancellationToken cancellationToken) =>
        database.ReadAsync((db, cancel) => db.QuerySingleOrDefaultAsync<TRow>(Command(sql, parameters, cancel)), cancellationToken);

    /// <summary>Answers how many rows were changed.</summary>
    public static Task<int> ChangeAsync(this PostgresDatabase database, string sql, object parameters, CancellationToken cancellationToken) =>
        database.WriteAsync((db, _, cancel) => db.ExecuteAsync(Command(sql, parameters, cancel)), cancellationToken);

    public static CommandDefinition Command(string sql, object? parameters, CancellationToken cancellationToken) =>
        new(sql, parameters, cancellationToken: cancellationToken);
}
