using SoundTime.Silo.Options;
using SoundTime.Storage;
using SoundTime.Storage.Postgres;
using SoundTime.Storage.Sqlite;

namespace SoundTime.Silo.Hosting;

/// <summary>The database of a node: PostgreSQL where the admin names one, otherwise SQLite in the data folder.</summary>
internal static class NodeStores
{
    /// <summary>Opens the database, and brings its schema up to date.</summary>
    /// <exception cref="StorageException">It cannot be used.</exception>
    public static async Task<IStores> OpenAsync(NodeOptions options, ILoggerFactory loggers, CancellationToken cancellationToken) =>
        options.DatabaseUrl is { } url
            ? await PostgresStores.OpenAsync(url, TimeProvider.System, loggers, cancellationToken)
            : await SqliteStores.OpenAsync(options.DatabasePath, TimeProvider.System, loggers.CreateLogger<SqliteStores>(), cancellationToken);

    /// <summary>Which database it is, for people; without anything secret.</summary>
    public static string Describe(NodeOptions options) =>
        options.DatabaseUrl is null ? $"SQLite, {options.DatabasePath}" : "PostgreSQL, as DATABASE_URL says";

    /// <summary>Adds the stores, each as the services ask for it. The container leaves their end to whoever opened them.</summary>
    public static IServiceCollection AddStores(this IServiceCollection services, IStores stores)
    {
        services.AddSingleton(stores.Catalogue);
        services.AddSingleton(stores.Covers);
        services.AddSingleton(stores.Peers);
        services.AddSingleton(stores.Blocks);
        services.AddSingleton(stores.GrainStates);
        services.AddSingleton(stores.Reminders);
        services.AddSingleton(stores.Settings);
        services.AddSingleton(stores.Search);
        services.AddSingleton(stores.Integrity);
        services.AddSingleton(stores.Health);
        return services;
    }
}
