using System.Text.Json;
using SoundTime.Silo.Options;

namespace SoundTime.Silo.Remote;

/// <summary>
/// The file by which commands find and ask the node that runs on a data folder: where its API listens, and a token of that process. Only the node's own user can read it, as
/// with the secret key beside it; it goes with the process, and what a crash leaves opens nothing.
/// </summary>
internal static class NodeAccessFile
{
    private const string FileName = "soundtime.api";

    /// <summary>Far more than an address and a token take, in bytes.</summary>
    private const int MaxBytes = 4096;

    /// <summary>Writes it, aside and renamed so that nobody reads half of it, until what is returned is disposed.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static IDisposable Offer(string dataDirectory, NodeAccess access)
    {
        var path = PathIn(dataDirectory);
        var aside = $"{path}.{Path.GetRandomFileName()}";
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        using (var file = new FileStream(aside, options))
        {
            JsonSerializer.Serialize(file, access);
        }

        File.Move(aside, path, overwrite: true);
        return new Offered(path);
    }

    /// <summary>
    /// How the node of these options is asked: as its file says, otherwise with <c>ADMIN_TOKEN</c> where <c>HOST</c> and <c>PORT</c> say. Null where neither is there, as
    /// then none runs.
    /// </summary>
    /// <exception cref="NodeRequestException">The file cannot be read.</exception>
    public static NodeAccess? Find(NodeOptions options)
    {
        var path = PathIn(options.DataDirectory);
        try
        {
            using var file = File.OpenRead(path);
            return file.Length <= MaxBytes ? JsonSerializer.Deserialize<NodeAccess>(file) : null;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return options.AdminToken is { } token ? new NodeAccess(LocalUrl.Of(options.Host, options.Port), token) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new NodeRequestException(
                NodeRequestFailure.NoAccess, $"{path} cannot be read ({exception.Message.TrimEnd('.')}); run this as the user that the node runs as.", exception);
        }
    }

    /// <summary>Whether a node runs on the folder, or one did that crashed.</summary>
    public static bool IsOffered(string dataDirectory) => File.Exists(PathIn(dataDirectory));

    private static string PathIn(string dataDirectory) => Path.Combine(dataDirectory, FileName);

    private sealed class Offered(string path) : IDisposable
    {
        public void Dispose() => File.Delete(path);
    }
}
