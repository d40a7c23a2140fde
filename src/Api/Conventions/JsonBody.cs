using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace SoundTime.Api;

/// <summary>Reads JSON that was sent, of <see cref="ApiLimits.MaxBodyBytes"/> at most, with the statuses of the protocol sheet, section 9.1.</summary>
internal static class JsonBody
{
    private static readonly JsonDocumentOptions Format = new() { MaxDepth = ApiLimits.MaxJsonDepth };

    /// <summary>Reads the body of a request.</summary>
    /// <exception cref="JsonBodyException">It says not to be JSON (415), is none (400), or none of this form (422).</exception>
    public static async Task<T> ReadAsync<T>(HttpRequest request, JsonTypeInfo<T> form, CancellationToken cancellationToken)
        where T : class
    {
        if (!request.HasJsonContentType())
        {
            throw new JsonBodyException(StatusCodes.Status415UnsupportedMediaType, "Send JSON, with \"Content-Type: application/json\".");
        }

        using var document = await ParseAsync(request, cancellationToken);
        try
        {
            return document.Deserialize(form) ?? throw WrongForm();
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            throw WrongForm(failure);
        }
    }

    private static async Task<JsonDocument> ParseAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await JsonDocument.ParseAsync(request.Body, Format, cancellationToken);
        }
        catch (JsonException failure)
        {
            throw new JsonBodyException(StatusCodes.Status400BadRequest, "The body is no JSON.", failure);
        }
    }

    private static JsonBodyException WrongForm(Exception? cause = null) =>
        new(StatusCodes.Status422UnprocessableEntity, "The JSON of the body is not of the form that docs/api.md describes.", cause);
}
