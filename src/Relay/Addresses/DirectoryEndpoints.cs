using System.Globalization;
using Microsoft.AspNetCore.Http;
using SoundTime.Iroh.Identity;
using SoundTime.Iroh.Lookup;
using SoundTime.Relay.Bounds;
using SoundTime.Relay.Http;
using SoundTime.Relay.Metrics;
using SoundTime.Wire;

namespace SoundTime.Relay.Addresses;

/// <summary>PUT and GET of <c>/pkarr/{id}</c>, the id in z-base-32 (iroh sheet, section 5.3).</summary>
internal sealed class DirectoryEndpoints(RelayOptions relay, DirectoryOptions options, AddressDirectory directory, RelayMetrics metrics, TimeProvider time)
{
    public const string Pattern = "/pkarr/{id}";

    private const string ContentType = "application/x-pkarr-signed-packet";

    private readonly SourceRates _rates = new(1 / options.Interval.TotalSeconds, options.Burst, time);

    public async Task GetAsync(HttpContext context)
    {
        context.Response.Headers.AccessControlAllowOrigin = "*";
        if (!TryReadId(context, out var node))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        if (directory.Find(node) is not { } packet)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        context.Response.ContentType = ContentType;
        context.Response.ContentLength = packet.Payload.Length;
        await context.Response.Body.WriteAsync(packet.Payload, context.RequestAborted);
    }

    public async Task PutAsync(HttpContext context)
    {
        // The rate comes first: what is beyond it costs no signature.
        var result = _rates.TryTake(ClientAddress.Of(context, relay.IsBehindProxy)) ? await PublishAsync(context) : PublicationResult.TooMany;
        metrics.Published(result);
        if (result == PublicationResult.TooMany)
        {
            context.Response.Headers.RetryAfter = Math.Ceiling(options.Interval.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        context.Response.StatusCode = result switch
        {
            PublicationResult.Stored or PublicationResult.NotNewer => StatusCodes.Status204NoContent,
            PublicationResult.NotAuthorized => StatusCodes.Status403Forbidden,
            PublicationResult.TooMany => StatusCodes.Status429TooManyRequests,
            PublicationResult.NotStored => StatusCodes.Status503ServiceUnavailable,
            _ => StatusCodes.Status400BadRequest,
        };
    }

    private static bool TryReadId(HttpContext context, out NodeId node) => NodeIdText.TryParseZBase32(context.Request.RouteValues["id"] as string, out node);

    private async Task<PublicationResult> PublishAsync(HttpContext context)
    {
        if (!TryReadId(context, out var node) || context.Request.ContentLength > SignedPacket.MaxPayload)
        {
            return PublicationResult.Invalid;
        }

        // One byte more than there may be tells that a body without a length is too long, and no more of it is read.
        var body = new byte[SignedPacket.MaxPayload + 1];
        int length;
        try
        {
            length = await context.Request.Body.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, context.RequestAborted);
        }
        catch (BadHttpRequestException)
        {
            // It trickles in, breaks off or is no body. Unhandled it would be an error in the log, for everybody to write there.
            return PublicationResult.Invalid;
        }

        return length > SignedPacket.MaxPayload
            ? PublicationResult.Invalid
            : await directory.PublishAsync(node, body.AsMemory(0, length), context.RequestAborted);
    }
}
