using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace SoundTime.Api;

/// <summary>The HTTP API of a node (protocol sheet, section 9), to be put into any ASP.NET Core application.</summary>
public static class SoundTimeApi
{
    /// <summary>
    /// Adds what the API needs. The application adds the rest: <c>ICatalogue</c>, <c>BlobStore</c>, <c>LocalContent</c>, <c>UploadImporter</c>, <c>IPeerStore</c>, <c>IBlockList</c>,
    /// <c>ISettingStore</c>, <c>ISearchIndex</c>, <c>ITrackHealthStore</c>, <c>IIntegrityStore</c>, <see cref="ITrackContent"/>, <see cref="INodeStatus"/>, <see cref="IPeerBlocking"/>,
    /// <see cref="ITrackAdministration"/>, <see cref="IMetricsText"/>, where P2P is on <see cref="IPeerAdministration"/>, <see cref="IPeerSearch"/>, <see cref="IInvitations"/>,
    /// <see cref="ILibrarySync"/> and <see cref="IConnectionDoctor"/>, and its own health checks with <c>AddHealthChecks</c>.
    /// </summary>
    public static IServiceCollection AddSoundTimeApi(this IServiceCollection services, ApiOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<AdminTokenStore>();
        services.AddSingleton<TokenCheck>();
        services.AddSingleton<TokenRefusal>();
        services.AddSingleton<WrongTokens>();
        services.AddSingleton<InstanceSettings>();
        services.AddSingleton<PeerAnswers>();
        services.AddSingleton<RemoteTrackList>();
        services.AddSingleton<ContentStatusReader>();
        services.AddRateLimiter(limiter => SearchRates.Configure(limiter, options));
        services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = ApiLimits.MaxBodyBytes;
        });
        services.Configure<HostFilteringOptions>(filter => filter.AllowedHosts = [.. options.AllowedHosts]);
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.AddRequestTimeouts(timeouts => timeouts.DefaultPolicy = new RequestTimeoutPolicy
        {
            Timeout = options.RequestTimeout,
            TimeoutStatusCode = StatusCodes.Status503ServiceUnavailable,
            WriteTimeoutResponse = context => ApiError.WriteAsync(context, "The answer took too long; try again in a while."),
        });
        services.AddHealthChecks()
            .AddCheck<CatalogueHealth>("catalogue")
            .AddCheck<BlobFolderHealth>("blobs")
            .AddCheck<IntegrityHealth>("integrity", HealthStatus.Degraded);
        return services;
    }

    /// <summary>Puts the API's conventions and endpoints into the application.</summary>
    public static WebApplication MapSoundTimeApi(this WebApplication app)
    {
        app.UseMiddleware<SecurityHeaders>();
        app.UseHostFiltering();
        app.UseMiddleware<FailureAnswers>();
        app.UseRequestTimeouts();
        app.UseMiddleware<AdminAccess>();
        app.UseRateLimiter();
        app.UseMiddleware<PrivateAccess>();

        StartPage.Map(app);
        HealthEndpoint.Map(app);
        NodeEndpoints.Map(app);
        TrackEndpoints.Map(app);
        StreamEndpoint.Map(app);
        CoverEndpoint.Map(app);
        SearchEndpoint.Map(app);
        PeerSearchEndpoints.Map(app);
        UploadEndpoints.Map(app, app.Services.GetRequiredService<ApiOptions>());
        MetricsEndpoint.Map(app);
        AdminEndpoints.Map(app);
        return app;
    }
}
