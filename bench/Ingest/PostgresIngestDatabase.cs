using System.Diagnostics;
using Npgsql;
using SoundTime.Testing;

namespace SoundTime.Bench;

/// <summary>Databases of a PostgreSQL server that runs for this measurement alone, its files on the disk, reached by a Unix socket.</summary>
internal sealed class PostgresIngestDatabase : IIngestDatabase
{
    /// <summary>A COPY in the binary format ends with 16 bits of -1; without rows there are 21 bytes in all.</summary>
    private const int BytesWithoutRows = 21;

    private readonly PostgresServer _server;

    private PostgresIngestDatabase(PostgresServer server) => _server = server;

    public string Name => "PostgreSQL";

    public string Store => IngestStores.Postgres;

    public IReadOnlyList<RawLoad> RawLoads =>
    [
        new($"binary COPY, {AnnouncedMusic.PageSize} tracks a transaction", CopyPagesAsync),
        new("binary COPY, each table in one", CopyTablesAsync),
    ];

    /// <summary>Starts the server.</summary>
    /// <exception cref="BenchException">PostgreSQL is not installed, or does not start.</exception>
    public static async Task<PostgresIngestDatabase> StartAsync(CancellationToken cancellationToken, string sharedMemory = "16MB")
    {
        try
        {
            return new PostgresIngestDatabase(await PostgresServer.StartAsync(onDisk: true, cancellationToken, sharedMemory));
        }
        catch (InvalidOperationException exception)
        {
            throw new BenchException(exception.Message, exception);
        }
    }

    public async Task<string> CreateAsync(CancellationToken cancellationToken) => (await _server.CreateDatabaseAsync(cancellationToken)).Url;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static Task<double> CopyPagesAsync(string from, string to, CancellationToken cancellationToken) =>
        CopyAsync(from, to, AnnouncedMusic.PageSize, cancellationToken);

    private static Task<double> CopyTablesAsync(string from, string to, CancellationToken cancellationToken) =>
        CopyAsync(from, to, AnnouncedMusic.Tracks, cancellationToken);

    private static async Task<double> CopyAsync(string from, string to, int rows, CancellationToken cancellationToken)
    {
        await using var source = await OpenAsync(from, cancellationToken);
        await using var target = await OpenAsync(to, cancellationToken);
        var seconds = 0.0;
        foreach (var tables in IngestTables.Names.Select(table => new[] { table }).Append([.. IngestTables.Tracks]))
        {
            for (var first = 0; ; first += rows)
            {
                var pages = new List<(string Table, MemoryStream Bytes)>();
                foreach (var (name, selectSql) in tables)
                {
                    pages.Add((name, await ReadAsync(source, $"{selectSql} LIMIT {rows} OFFSET {first}", cancellationToken)));
                }

                if (pages.All(page => page.Bytes.Length <= BytesWithoutRows))
                {
                    break;
                }

                var started = Stopwatch.GetTimestamp();
                await WriteAsync(target, pages, cancellationToken);
                seconds += Stopwatch.GetElapsedTime(started).TotalSeconds;
            }
        }

        return seconds;
    }

    private static async Task<MemoryStream> ReadAsync(NpgsqlConnection source, string selectSql, CancellationToken cancellationToken)
    {
        var bytes = new MemoryStream();
        await using var copy = await source.BeginRawBinaryCopyAsync($"COPY ({selectSql}) TO STDOUT (FORMAT binary)", cancellationToken);
        await copy.CopyToAsync(bytes, cancellationToken);
        return bytes;
    }

    private static async Task WriteAsync(NpgsqlConnection target, List<(string Table, MemoryStream Bytes)> pages, CancellationToken cancellationToken)
    {
        await using var transaction = await target.BeginTransactionAsync(cancellationToken);
        foreach (var (table, bytes) in pages)
        {
            bytes.Position = 0;
            await using var copy = await target.BeginRawBinaryCopyAsync($"COPY {table} FROM STDIN (FORMAT binary)", cancellationToken);
            await bytes.CopyToAsync(copy, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Opens a connection to a database of this server.</summary>
    public static async Task<NpgsqlConnection> OpenAsync(string url, CancellationToken cancellationToken)
    {
        var address = new Uri(url.Replace("@/", "@localhost/", StringComparison.Ordinal));
        var settings = new NpgsqlConnectionStringBuilder
        {
            Host = Uri.UnescapeDataString(address.Query["?host=".Length..]),
            Database = address.AbsolutePath[1..],
            Username = address.UserInfo,
            Pooling = false,
        };
        var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        return connection;
    }
}
