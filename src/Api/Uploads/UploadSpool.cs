using Microsoft.AspNetCore.Http;

namespace SoundTime.Api;

/// <summary>Keeps an uploaded file on the disk until the rest of its form is read: a title may come after the file it is of.</summary>
internal static class UploadSpool
{
    /// <summary>Writes the file aside. Whoever takes the stream, which stands at its start, disposes it, and with it the file.</summary>
    /// <exception cref="UploadException">It cannot be written (507), or the form broke off.</exception>
    public static async Task<Stream> WriteAsync(UploadPart file, string folder, CancellationToken cancellationToken)
    {
        FileStream? spool = null;
        try
        {
            spool = Create(folder);
            await file.Body.CopyToAsync(spool, UploadLimits.CopyBufferSize, cancellationToken);
            spool.Position = 0;
            return spool;
        }
        catch (Exception failure)
        {
            if (spool is not null)
            {
                await spool.DisposeAsync();
            }

            if (failure is IOException or UnauthorizedAccessException)
            {
                throw new UploadException(StatusCodes.Status507InsufficientStorage, "The node has no room for the upload; its log says why.", failure);
            }

            throw;
        }
    }

    private static FileStream Create(string folder)
    {
        var path = Path.Combine(Directory.CreateDirectory(folder).FullName, $"upload-{Guid.NewGuid():N}.part");
        var spool = new FileStream(
            path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous | FileOptions.DeleteOnClose);
        if (!OperatingSystem.IsWindows())
        {
            // An open file needs no name there; without one it goes with the process, however that ends.
            File.Delete(path);
        }

        return spool;
    }
}
