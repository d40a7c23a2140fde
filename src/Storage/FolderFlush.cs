using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace SoundTime.Storage;

/// <summary>Makes created, renamed and removed names in a folder survive a power loss. .NET cannot flush a folder, so fsync(2) is called.</summary>
public static partial class FolderFlush
{
    private const int ReadOnly = 0;
    private const int Einval = 22;

    /// <summary>Returns when the names in the folder are on disk.</summary>
    /// <exception cref="IOException">The folder could not be flushed.</exception>
    public static void Flush(string folder)
    {
        using var handle = Open(folder, ReadOnly);
        // Some file systems have no such call for folders (EINVAL): there is nothing more to do then.
        if (handle.IsInvalid || (FSync(handle) < 0 && Marshal.GetLastPInvokeError() != Einval))
        {
            var error = Marshal.GetLastPInvokeError();
            throw new IOException($"Folder {folder} cannot be flushed: {Marshal.GetPInvokeErrorMessage(error)}.", error);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(SafeFileHandle handle);
}
