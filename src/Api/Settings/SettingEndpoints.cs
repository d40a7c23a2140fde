using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace SoundTime.Api;

/// <summary>The settings of the instance, for admins: <c>/api/admin/settings</c> (protocol sheet, section 9.4).</summary>
internal static class SettingEndpoints
{
    public static void Map(IEndpointRouteBuilder admin)
    {
        admin.MapRead("/settings", ListAsync);
        admin.MapPut("/settings/{key}", SaveAsync);
    }

    private static async Task<IResult> ListAsync(InstanceSettings settings, CancellationToken cancellationToken)
    {
        var list = new List<SettingBody>();
        foreach (var setting in InstanceSetting.All)
        {
            list.Add(new SettingBody(setting.Key, await settings.FindAsync(setting, cancellationToken)));
        }

        return TypedResults.Json(list, ApiJson.Default.IReadOnlyListSettingBody);
    }

    private static async Task<IResult> SaveAsync(string key, HttpRequest request, InstanceSettings settings, CancellationToken cancellationToken)
    {
        var value = (await JsonBody.ReadAsync(request, RequestJson.Default.SettingValueBody, cancellationToken)).Value;
        if (InstanceSetting.All.FirstOrDefault(known => known.Key == key) is not { } setting)
        {
            return ApiError.Result(StatusCodes.Status404NotFound, "No setting has this key; GET /api/admin/settings lists them.");
        }

        if (!setting.Accepted.Contains(value))
        {
            return ApiError.Result(StatusCodes.Status400BadRequest, $"{setting.Key} accepts: {string.Join(", ", setting.Accepted)}.");
        }

        await settings.SaveAsync(setting, value, cancellationToken);
        return TypedResults.Json(new SettingBody(setting.Key, value), ApiJson.Default.SettingBody);
    }
}
