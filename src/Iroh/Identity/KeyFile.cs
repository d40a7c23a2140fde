using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using SoundTime.Iroh.Native;

namespace SoundTime.Iroh.Identity;

/// <summary>
/// The file that holds a node's secret key: 64 hex digits, or the 32 raw bytes as older nodes wrote them (protocol sheet, section 4).
/// </summary>
public static class KeyFile
{
    /// <summary>More than any form of a key needs, in bytes; what is longer is no key file.</summary>
    private const int MaxSize = 1024;

    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789abcdefABCDEF"u8);

    /// <summary>
    /// Reads the key, or makes one where there is no file: 64 hex digits, mode 0600, its folders created with mode 0700. A file that is
    /// there is never changed.
    /// </summary>
    /// <exception cref="KeyFileException">The file is damaged, or cannot be read or written.</exception>
    public static SecretKey LoadOrCreate(string path)
    {
        try
        {
            return File.Exists(path) ? Load(path) : Create(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new KeyFileException(
                KeyFileFailure.NotAccessible,
                $"The key file {path} cannot be read or written: {exception.Message} Give this user access to it, or name another with P2P_SECRET_KEY_PATH.",
                exception);
        }
    }

    private static SecretKey Load(string path)
    {
        Span<byte> buffer = stackalloc byte[MaxSize];
        int length;
        using (var file = File.OpenRead(path))
        {
            length = file.ReadAtLeast(buffer, MaxSize, throwOnEndOfStream: false);
        }

        try
        {
            return TryParse(buffer[..length]) ?? throw new KeyFileException(
                KeyFileFailure.Damaged,
                $"The key file {path} holds no key: 64 hex digits or 32 raw bytes are expected, {length} bytes were found. "
                + "It was left as it is. Restore it from a backup; without it the node gets another id and its friends no longer know it.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
        }
    }

    private static SecretKey? TryParse(ReadOnlySpan<byte> content)
    {
        if (content.Length == SecretKey.Size)
        {
            // Digits alone are half of a key in hex: taken for raw bytes they would be another identity.
            return content.ContainsAnyExcept(HexDigits) ? new SecretKey(content) : null;
        }

        var text = Encoding.Latin1.GetString(content).Trim();
        Span<byte> seed = stackalloc byte[SecretKey.Size];
        try
        {
            return text.Length == SecretKey.Size * 2 && Convert.FromHexString(text, seed, out _, out _) == System.Buffers.OperationStatus.Done
                ? new SecretKey(seed)
                : null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    /// <summary>Written aside, flushed, and linked into place, so that two first starts at once end with one key, whole.</summary>
    private static SecretKey Create(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var key = SecretKey.Generate();
        var aside = $"{path}.{Path.GetRandomFileName()}";
        try
        {
            var options = new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            };
            using (var file = new FileStream(aside, options))
            {
                file.Write(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(key.Seed)));
                file.Flush(flushToDisk: true);
            }

            if (!Linux.TryLink(aside, path))
            {
                // Another start was faster; its key counts.
                return Load(path);
            }
        }
        finally
        {
            File.Delete(aside);
        }

        // A rename is on disk only when its folder is.
        Linux.FlushFolder(folder);
        return key;
    }
}
