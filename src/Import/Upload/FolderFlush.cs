using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace SoundTime.Import;

/// <summary>Makes the names in a folder survive a power loss; .NET flushes files only, so fsync(2) is called.</summary>
internal static partial class FolderFlush
{
    private const int ReadOnlyCloseOnExec = 0x80000; // O_RDONLY | O_CLOEXEC

    /// <exception cref="IOException">The folder could not be flushed.</exception>
    public static void Flush(string folder)
    {
        // Windows keeps names in the journal of NTFS and has no such call.
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var handle = Open(folder, ReadOnlyCloseOnExec);
        if (handle.IsInvalid || FSync(handle) < 0)
        {
            throw new IOException($"Folder {folder} cannot be flushed: {Marshal.GetLastPInvokeErrorMessage()}.", Marshal.GetLastPInvokeError());
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(SafeFileHandle handle);
}
