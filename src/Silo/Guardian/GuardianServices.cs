using SoundTime.Grains.Tracks;
using SoundTime.Import;
using SoundTime.Silo.Options;
using SoundTime.Storage.Blobs;
using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Integrity;
using SoundTime.Storage.Peers;

namespace SoundTime.Silo.Guardian;

/// <summary>The watch over the files that this node holds.</summary>
internal static class GuardianServices
{
    /// <summary>Adds the background scrub, unless the admin has turned it off, and what goes through the findings.</summary>
    public static IServiceCollection AddGuardian(this IServiceCollection services, NodeOptions options)
    {
        services.AddSingleton<FindingRecorder>();
        services.AddHostedService(provider => new FindingKeeper(
            provider.GetRequiredService<IIntegrityStore>(),
            new FindingReview(
                provider.GetRequiredService<IIntegrityStore>(), provider.GetRequiredService<ICatalogue>(), provider.GetRequiredService<BlobStore>(), CheckOf(provider, options)),
            provider.GetRequiredService<ICatalogue>(),
            provider.GetRequiredService<IPeerStore>(),
            provider.GetRequiredService<BlobStore>(),
            provider.GetService<ITrackLink>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<FindingKeeper>>()));
        if (options.ScrubRate > 0)
        {
            services.AddHostedService(provider => new Scrub(
                provider.GetRequiredService<IIntegrityStore>(),
                CheckOf(provider, options),
                provider.GetRequiredService<FindingRecorder>(),
                new ScrubSchedule(options.ScrubHours, TimeSpan.FromDays(options.ScrubInterval)),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<Scrub>>()));
        }

        return services;
    }

    /// <summary>The folders of which it is known that they hold music.</summary>
    public static IReadOnlyList<string> LibrariesOf(NodeOptions options) =>
        options.LibraryDirectory is { } library ? [library, options.UploadDirectory] : [options.UploadDirectory];

    private static IntegrityCheck CheckOf(IServiceProvider provider, NodeOptions options) => new(
        provider.GetRequiredService<ICatalogue>(),
        provider.GetRequiredService<BlobStore>(),
        new ReadBudget(options.ScrubRate > 0 ? options.ScrubRate : null, provider.GetRequiredService<TimeProvider>()),
        LibrariesOf(options));
}
