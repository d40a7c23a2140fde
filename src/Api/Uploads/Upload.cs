using Microsoft.AspNetCore.Http;
using SoundTime.Import;

namespace SoundTime.Api;

/// <summary>One uploaded file with what its form says of it.</summary>
/// <param name="FileName">Its name, by the uploader's account.</param>
/// <param name="Content">Its bytes, from the start.</param>
/// <param name="Overrides">What the form says of it.</param>
internal sealed record Upload(string FileName, Stream Content, UploadOverrides Overrides) : IAsyncDisposable
{
    /// <summary>Reads a form to its end; its fields may stand before or after the file.</summary>
    /// <exception cref="UploadException">The form is malformed, or not of one file.</exception>
    /// <exception cref="ImportException">The file is too large.</exception>
    public static async Task<Upload> ReadAsync(UploadForm form, string spoolFolder, CancellationToken cancellationToken)
    {
        string? fileName = null;
        Stream? content = null;
        var overrides = new UploadOverrides();
        try
        {
            while (await form.NextAsync(cancellationToken) is { } part)
            {
                switch (part)
                {
                    case { Name: "file", FileName: not null }:
                        if (content is not null)
                        {
                            throw new UploadException(StatusCodes.Status400BadRequest, "The form has more than one file; send many to /api/upload/batch.");
                        }

                        fileName = part.FileName;
                        content = await UploadSpool.WriteAsync(part, spoolFolder, cancellationToken);
                        break;
                    case { Name: "title", FileName: null }:
                        overrides = overrides with { Title = await UploadForm.ReadTextAsync(part, cancellationToken) };
                        break;
                    case { Name: "album", FileName: null }:
                        overrides = overrides with { Album = await UploadForm.ReadTextAsync(part, cancellationToken) };
                        break;
                    case { Name: "artist", FileName: null }:
                        overrides = overrides with { Artist = await UploadForm.ReadTextAsync(part, cancellationToken) };
                        break;
                }
            }

            return content is null
                ? throw new UploadException(StatusCodes.Status400BadRequest, "The form has no file named \"file\".")
                : new Upload(fileName!, content, overrides);
        }
        catch
        {
            if (content is not null)
            {
                await content.DisposeAsync();
            }

            throw;
        }
    }

    /// <summary>Lets the spooled bytes go.</summary>
    public ValueTask DisposeAsync() => Content.DisposeAsync();
}
