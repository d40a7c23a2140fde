using System.Reflection;
namespace SoundTime.Storage.Postgres { internal sealed class PostgresStores { public static Task<IStores> OpenAsync(string url, TimeProvider time, ILogger logger, CancellationToken c) => throw new InvalidOperationException(); } }
namespace SoundTime.Silo.Hosting { internal sealed class EmbeddedGrainOptions { public bool CopyArguments { get; set; } } internal static class Stub { public static void AddEmbeddedGrains(this IServiceCollection s, Assembly a, Action<EmbeddedGrainOptions>? c) { } } }
