using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace SoundTime.Api;

/// <summary>What a friend needs to reach this node: <c>GET /api/admin/p2p/invitation</c>. For the admin, as it tells where the node is.</summary>
internal static class InvitationEndpoint
{
    public static void Map(IEndpointRouteBuilder admin) => admin.MapRead("/p2p/invitation", Invite);

    private static IResult Invite([FromServices] IInvitations? invitations)
    {
        if (invitations is null)
        {
            return ApiMessage.NotEnabled();
        }

        var invitation = invitations.Create();
        return TypedResults.Json(
            new InvitationBody(invitation.Id.ToString(), invitation.Ticket, invitation.Places), ApiJson.Sentences.InvitationBody);
    }
}
