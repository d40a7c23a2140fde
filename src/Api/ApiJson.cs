using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SoundTime.Api;

/// <summary>How the API writes its bodies: snake case, absent values as <c>null</c> unless a property says otherwise.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ApiError))]
[JsonSerializable(typeof(TrackBody))]
[JsonSerializable(typeof(TrackPageBody))]
[JsonSerializable(typeof(NodeStatusBody))]
[JsonSerializable(typeof(NodeInfoBody))]
[JsonSerializable(typeof(HealthBody))]
[JsonSerializable(typeof(UploadBody))]
[JsonSerializable(typeof(UploadBatchBody))]
[JsonSerializable(typeof(ApiMessage))]
[JsonSerializable(typeof(IReadOnlyList<PeerBody>))]
[JsonSerializable(typeof(BlockedDomainBody))]
[JsonSerializable(typeof(IReadOnlyList<BlockedDomainBody>))]
[JsonSerializable(typeof(ImportedBlocksBody))]
[JsonSerializable(typeof(SyncOverviewBody))]
[JsonSerializable(typeof(SyncTaskBody))]
[JsonSerializable(typeof(InvitationBody))]
[JsonSerializable(typeof(DoctorReportBody))]
[JsonSerializable(typeof(SettingBody))]
[JsonSerializable(typeof(IReadOnlyList<SettingBody>))]
[JsonSerializable(typeof(SearchBody))]
[JsonSerializable(typeof(PeerSearchBody))]
[JsonSerializable(typeof(IReadOnlyList<SearchResult>))]
[JsonSerializable(typeof(SearchProgressBody))]
[JsonSerializable(typeof(IReadOnlyList<RemoteTrackBody>))]
[JsonSerializable(typeof(RemoteTrackPageBody))]
[JsonSerializable(typeof(IntegrityBody))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    /// <summary>
    /// The same for sentences, with quotes and apostrophes as Rust nodes write them. Safe, as no browser takes our JSON for a page (nosniff).
    /// </summary>
    public static ApiJson Sentences { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
