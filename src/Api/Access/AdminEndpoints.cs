using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace SoundTime.Api;

/// <summary>Everything below <c>/api/admin</c>, all of which wants the admin token.</summary>
internal static class AdminEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var admin = routes.MapGroup("/api/admin").WithMetadata(new AdminOnly());
        PeerAdminEndpoints.Map(admin);
        InvitationEndpoint.Map(admin);
        DoctorEndpoint.Map(admin);
        BlockedDomainEndpoints.Map(admin);
        LibrarySyncEndpoints.Map(admin);
        RemoteTrackEndpoints.Map(admin);
        IntegrityEndpoint.Map(admin);
        SettingEndpoints.Map(admin);
    }
}
