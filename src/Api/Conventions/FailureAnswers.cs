using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SoundTime.Api;

/// <summary>
/// Turns what an endpoint throws into an answer. What failed is unknown, so it is never answered as "not found"; an answer that has
/// begun is cut off, so that nobody takes the part for the whole.
/// </summary>
internal sealed class FailureAnswers(RequestDelegate next, ILogger<FailureAnswers> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client is gone: nobody to answer, and nothing wrong here.
            if (!context.Response.HasStarted)
            {
                context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            }
        }
        catch (Exception failure) when (context.Response.HasStarted)
        {
            ApiLog.BrokeOff(logger, context.Request.Method, context.Request.Path, failure);
            context.Abort();
        }
        catch (Exception failure)
        {
            FailureLog.Write(logger, context.Request, failure);
            var answer = FailureAnswer.Of(failure);
            context.Response.Clear();
            context.Response.StatusCode = answer.Status;
            if (answer.RetryAfterSeconds is { } seconds)
            {
                context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            }

            await ApiError.WriteAsync(context, answer.Text);
        }
    }
}
