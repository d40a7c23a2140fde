namespace SoundTime.Testing;

/// <summary>A database of a test's own, dropped after it.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly PostgresServer _server;

    internal TestDatabase(PostgresServer server, string name) => (_server, Name) = (server, name);

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Its address, in the form of <c>DATABASE_URL</c>.</summary>
    public string Url => _server.UrlOf(Name);

    /// <summary>Its address for another user.</summary>
    public string UrlFor(string user) => _server.UrlOf(Name, user);

    /// <summary>Runs SQL and answers the first value of the first row, if there is one.</summary>
    public Task<object?> ExecuteAsync(string sql, CancellationToken cancellationToken) => _server.ExecuteAsync(Name, sql, cancellationToken);

    /// <summary>Drops it, whoever is connected.</summary>
    public async ValueTask DisposeAsync() =>
        await _server.ExecuteAsync("postgres", $"DROP DATABASE IF EXISTS {Name} WITH (FORCE)", CancellationToken.None).ConfigureAwait(false);
}
