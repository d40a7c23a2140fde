using Microsoft.AspNetCore.Http;

namespace SoundTime.Api;

/// <summary>The headers that every answer carries (protocol sheet, section 9.1).</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    // A browser heeds it only from TLS, so it counts where a proxy in front of us speaks TLS.
    private const string TransportSecurity = "max-age=31536000";

    private const string ContentPolicy = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";
    private const string Permissions = "camera=(), geolocation=(), microphone=()";

    public Task InvokeAsync(HttpContext context)
    {
        // At the last moment: an error that replaces a half-made answer clears its headers.
        context.Response.OnStarting(static state => Add((HttpResponse)state), context.Response);
        return next(context);
    }

    private static Task Add(HttpResponse response)
    {
        var headers = response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers.StrictTransportSecurity = TransportSecurity;
        headers.ContentSecurityPolicy = ContentPolicy;
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = Permissions;
        return Task.CompletedTask;
    }
}
