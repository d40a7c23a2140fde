namespace SoundTime.Silo.Peers;

/// <summary>Adds what fetches covers from peers.</summary>
internal static class CoverServices
{
    /// <summary>Adds it. What it needs of others: the cover store, the blobs, the client and the clock.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="baseFolder">The folder that gets a folder <c>p2p-covers</c>.</param>
    public static IServiceCollection AddCovers(this IServiceCollection services, string baseFolder)
    {
        services.AddSingleton(new CoverFolder(baseFolder));
        services.AddSingleton<CoverDownload>();
        services.AddSingleton<CoverFetches>();
        services.AddHostedService(provider => provider.GetRequiredService<CoverFetches>());
        return services;
    }
}
