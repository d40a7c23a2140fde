using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using SoundTime.Import;

namespace SoundTime.Api;

/// <summary>Takes files in: <c>POST /api/upload</c> and <c>POST /api/upload/batch</c> (protocol sheet, section 9.6).</summary>
/// <remarks>No time limit, as a large file may take long; a client that sends next to nothing is dropped by Kestrel's least rate.</remarks>
internal sealed class UploadEndpoints
{
    private UploadEndpoints()
    {
    }

    public static void Map(IEndpointRouteBuilder routes, ApiOptions options)
    {
        var uploads = routes.MapGroup("/api/upload");
        uploads.AddEndpointFilter<UploadAccess>().DisableRequestTimeout();
        uploads.MapPost("", UploadAsync)
            .WithMetadata(new RequestSizeLimitAttribute(options.MaxUploadBytes + UploadLimits.MaxFormOverhead));
        uploads.MapPost("batch", UploadBatchAsync)
            .WithMetadata(new RequestSizeLimitAttribute((options.MaxUploadBytes * UploadLimits.MaxBatchFiles) + UploadLimits.MaxFormOverhead));
    }

    private static async Task<IResult> UploadAsync(
        HttpRequest request, UploadImporter importer, ApiOptions options, CancellationToken cancellationToken)
    {
        await using var upload = await Upload.ReadAsync(UploadForm.Open(request, options.MaxUploadBytes), options.UploadFolder, cancellationToken);
        var imported = await importer.ImportAsync(upload.Content, upload.FileName, upload.Overrides, cancellationToken);
        return TypedResults.Json(UploadBody.Of(imported), ApiJson.Default.UploadBody);
    }

    /// <summary>Each file is imported as it arrives; one that fails does not stop the others, a form that breaks off fails as a whole.</summary>
    private static async Task<IResult> UploadBatchAsync(
        HttpRequest request, UploadImporter importer, ApiOptions options, ILogger<UploadEndpoints> logger, CancellationToken cancellationToken)
    {
        var form = UploadForm.Open(request, options.MaxUploadBytes);
        var results = new List<UploadBatchResult>();
        while (await form.NextAsync(cancellationToken) is { } part)
        {
            if (part.FileName is null || part.Name != "files")
            {
                continue;
            }

            if (results.Count == UploadLimits.MaxBatchFiles)
            {
                results.Add(Failed(part, new UploadException(
                    StatusCodes.Status413PayloadTooLarge, $"A batch has {UploadLimits.MaxBatchFiles} files at most; this one and all after it were not read.")));
                break;
            }

            try
            {
                var imported = await importer.ImportAsync(part.Body, part.FileName, new UploadOverrides(), cancellationToken);
                results.Add(new UploadBatchResult(part.FileName, StatusCodes.Status200OK, UploadBody.Of(imported), Error: null));
            }
            catch (ImportException failure)
            {
                FailureLog.Write(logger, request, failure);
                results.Add(Failed(part, failure));
            }
        }

        return results.Count == 0
            ? throw new UploadException(StatusCodes.Status400BadRequest, "The form has no file named \"files\".")
            : TypedResults.Json(UploadBatchBody.Of(results), ApiJson.Default.UploadBatchBody);
    }

    private static UploadBatchResult Failed(UploadPart part, Exception failure)
    {
        var answer = FailureAnswer.Of(failure);
        return new UploadBatchResult(part.FileName!, answer.Status, Track: null, answer.Text);
    }
}
