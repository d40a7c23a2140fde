using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SoundTime.Import;
using SoundTime.Storage;

namespace SoundTime.Api;

/// <summary>Logs what failed on our side, once; what the client did wrong it is told, and no more.</summary>
internal static class FailureLog
{
    public static void Write(ILogger logger, HttpRequest request, Exception failure)
    {
        switch (failure)
        {
            case TrackContentException content:
                ApiLog.NoTrackContent(logger, request.Method, request.Path, content.Reason, content.Message);
                break;
            case StorageException store:
                ApiLog.StoreFailed(logger, request.Method, request.Path, store.Reason, store);
                break;
            case var _ when FailureAnswer.Of(failure).Status < StatusCodes.Status500InternalServerError:
                break;
            case ImportException import:
                ApiLog.ImportFailed(logger, request.Method, request.Path, import.Reason, import);
                break;
            default:
                ApiLog.RequestFailed(logger, request.Method, request.Path, failure);
                break;
        }
    }
}
