using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace SoundTime.Api;

/// <summary>Reads the form of an upload part by part as it arrives (RFC 7578), within bounds; nothing is held whole.</summary>
internal sealed class UploadForm
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly MultipartReader _reader;
    private readonly long _maxFileBytes;
    private int _fields;

    private UploadForm(MultipartReader reader, long maxFileBytes)
    {
        _reader = reader;
        _maxFileBytes = maxFileBytes;
    }

    /// <summary>Begins to read the body of a request.</summary>
    /// <exception cref="UploadException">The body is no form of this kind.</exception>
    public static UploadForm Open(HttpRequest request, long maxFileBytes)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            throw new UploadException(StatusCodes.Status415UnsupportedMediaType, "Send the file as multipart/form-data.");
        }

        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary);
        if (boundary.Length is 0 or > UploadLimits.MaxBoundaryLength)
        {
            throw Malformed("The Content-Type names no usable boundary.");
        }

        var reader = new MultipartReader(boundary.ToString(), request.Body, UploadLimits.CopyBufferSize)
        {
            HeadersCountLimit = UploadLimits.MaxPartHeaders,
            HeadersLengthLimit = UploadLimits.MaxPartHeaderBytes,
        };
        return new UploadForm(reader, maxFileBytes);
    }

    /// <summary>The next part, or null after the last; what is left of the one before is passed over.</summary>
    /// <exception cref="UploadException">The form is malformed, or out of bounds.</exception>
    public async Task<UploadPart?> NextAsync(CancellationToken cancellationToken)
    {
        var section = await TranslateAsync(new ValueTask<MultipartSection?>(_reader.ReadNextSectionAsync(cancellationToken)));
        if (section is null)
        {
            return null;
        }

        if (section.GetContentDispositionHeader() is not { } disposition || !disposition.DispositionType.Equals("form-data", StringComparison.OrdinalIgnoreCase))
        {
            throw Malformed("A part of the form has no Content-Disposition of form-data.");
        }

        var name = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
        if (disposition.IsFileDisposition())
        {
            var fileName = disposition.FileNameStar.HasValue ? disposition.FileNameStar : HeaderUtilities.RemoveQuotes(disposition.FileName);
            return new UploadPart(name, WithoutFolders(fileName.ToString()), new UploadPartStream(section.Body, _maxFileBytes));
        }

        return ++_fields <= UploadLimits.MaxFields
            ? new UploadPart(name, null, new UploadPartStream(section.Body, _maxFileBytes))
            : throw Malformed($"The form has more than {UploadLimits.MaxFields} fields.");
    }

    /// <summary>The text of a part that is no file.</summary>
    /// <exception cref="UploadException">It is too long, or no UTF-8.</exception>
    public static async Task<string> ReadTextAsync(UploadPart part, CancellationToken cancellationToken)
    {
        var bytes = new byte[UploadLimits.MaxFieldBytes + 1];
        var count = await part.Body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        if (count > UploadLimits.MaxFieldBytes)
        {
            throw new UploadException(
                StatusCodes.Status413PayloadTooLarge, $"The field \"{part.Name}\" is larger than the {UploadLimits.MaxFieldBytes} bytes that are allowed.");
        }

        try
        {
            return Utf8.GetString(bytes.AsSpan(0, count));
        }
        catch (DecoderFallbackException failure)
        {
            throw Malformed($"The field \"{part.Name}\" is not UTF-8.", failure);
        }
    }

    /// <summary>Tells what is wrong with the form from what goes wrong on our side.</summary>
    internal static async ValueTask<T> TranslateAsync<T>(ValueTask<T> reading)
    {
        try
        {
            return await reading;
        }
        catch (BadHttpRequestException failure)
        {
            throw new UploadException(failure.StatusCode, "The body of the request is too large, or broke off.", failure);
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException)
        {
            throw Malformed("The form is malformed, or broke off before its last boundary.", failure);
        }
    }

    private static string WithoutFolders(string path) => path[(path.AsSpan().LastIndexOfAny('/', '\\') + 1)..];

    private static UploadException Malformed(string text, Exception? cause = null) => new(StatusCodes.Status400BadRequest, text, cause);
}
