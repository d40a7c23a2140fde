using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using SoundTime.Wire;

namespace SoundTime.Api;

/// <summary>How this node stands with others: <c>GET /api/admin/p2p/doctor</c>.</summary>
internal static class DoctorEndpoint
{
    public static void Map(IEndpointRouteBuilder admin) => admin.MapRead("/p2p/doctor", ExamineAsync);

    private static async Task<IResult> ExamineAsync(string? peer, [FromServices] IConnectionDoctor? doctor, CancellationToken cancellationToken)
    {
        NodeId? id = null;
        if (!string.IsNullOrEmpty(peer))
        {
            if (!NodeId.TryParse(peer, out var named))
            {
                return ApiMessage.InvalidId();
            }

            id = named;
        }

        return doctor is null
            ? ApiMessage.NotEnabled()
            : TypedResults.Json(DoctorReportBody.Of(await doctor.ExamineAsync(id, cancellationToken)), ApiJson.Sentences.DoctorReportBody);
    }
}
