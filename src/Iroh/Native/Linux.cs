using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace SoundTime.Iroh.Native;

/// <summary>The system calls that .NET's sockets do not offer: batches, segmentation, control messages, and waiting on several descriptors.</summary>
internal static unsafe partial class Linux
{
    public const int ErrorInterrupted = 4;
    public const int ErrorTryAgain = 11;
    public const int ErrorInputOutput = 5;
    public const int ErrorInvalid = 22;
    public const int ErrorExists = 17;
    public const int ErrorNotPermitted = 1;
    public const int ErrorNotSupported = 95;
    public const short PollIn = 1;
    public const short PollOut = 4;
    public const int MessageDontWait = 0x40;

    public const int LevelIp = 0;
    public const int LevelUdp = 17;
    public const int LevelIPv6 = 41;
    public const int IpTypeOfService = 1;
    public const int IpPacketInfo = 8;
    public const int IpMtuDiscover = 10;
    public const int IpReceiveTypeOfService = 13;
    public const int MtuDiscoverProbe = 3;
    public const int IPv6MtuDiscover = 23;
    public const int IPv6ReceivePacketInfo = 49;
    public const int IPv6PacketInfo = 50;
    public const int IPv6ReceiveTrafficClass = 66;
    public const int IPv6TrafficClass = 67;
    public const int UdpSegment = 103;
    public const int UdpReceiveOffload = 104;

    private const int EventFdCloseOnExec = 0x80000;
    private const int EventFdNonBlocking = 0x800;

    [LibraryImport("libc", EntryPoint = "sendmsg", SetLastError = true)]
    public static partial nint SendMessage(int descriptor, MessageHeader* message, int flags);

    [LibraryImport("libc", EntryPoint = "recvmmsg", SetLastError = true)]
    public static partial int ReceiveMessages(int descriptor, MultiMessageHeader* messages, uint count, int flags, nint timeout);

    [LibraryImport("libc", EntryPoint = "ppoll", SetLastError = true)]
    public static partial int Poll(PollDescriptor* descriptors, nuint count, TimeSpec* timeout, nint signalMask);

    /// <summary>A counter to wake a poll with. The handle keeps its number from being given away while somebody writes to it.</summary>
    /// <exception cref="IOException">The process has too many files open.</exception>
    public static SafeFileHandle CreateEvent()
    {
        var handle = EventFd(0, EventFdCloseOnExec | EventFdNonBlocking);
        return handle.IsInvalid
            ? throw new IOException($"No event can be created: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.")
            : handle;
    }

    /// <summary>Makes the event readable; without effect on one that is closed.</summary>
    public static void SignalEvent(SafeFileHandle handle)
    {
        ulong one = 1;
        try
        {
            _ = Write(handle, &one, sizeof(ulong));
        }
        catch (ObjectDisposedException)
        {
            // Nobody waits for it any more.
        }
    }

    /// <summary>Makes the event unreadable again.</summary>
    public static void ClearEvent(SafeFileHandle handle)
    {
        ulong value;
        _ = Read(handle, &value, sizeof(ulong));
    }

    /// <summary>Puts a folder's names on disk: .NET opens no folders.</summary>
    /// <exception cref="IOException">The folder could not be flushed.</exception>
    public static void FlushFolder(string path)
    {
        using var handle = Open(path, 0);
        if (handle.IsInvalid || FSync(handle) < 0)
        {
            throw new IOException($"Folder {path} cannot be flushed: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");
        }
    }

    /// <summary>Gives a file a second name; false where that name is taken. File.Move may replace a file that came into being meanwhile.</summary>
    /// <exception cref="IOException">The file system refuses.</exception>
    public static bool TryLink(string path, string newPath)
    {
        if (Link(path, newPath) == 0)
        {
            return true;
        }

        var error = Marshal.GetLastPInvokeError();
        return error switch
        {
            ErrorExists => false,
            ErrorNotPermitted or ErrorNotSupported => TryMove(path, newPath),
            _ => throw new IOException($"{newPath} cannot be created: {Marshal.GetPInvokeErrorMessage(error)}."),
        };
    }

    /// <summary>For file systems without second names, such as exFAT and some network shares.</summary>
    private static bool TryMove(string path, string newPath)
    {
        if (File.Exists(newPath))
        {
            return false;
        }

        File.Move(path, newPath);
        return true;
    }

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string path, string newPath);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(SafeFileHandle handle);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    private static partial SafeFileHandle EventFd(uint initial, int flags);

    [LibraryImport("libc", EntryPoint = "write")]
    private static partial nint Write(SafeFileHandle handle, void* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "read")]
    private static partial nint Read(SafeFileHandle handle, void* buffer, nuint count);

    /// <summary><c>struct msghdr</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct MessageHeader
    {
        public byte* Name;
        public uint NameLength;
        public NativeVector* Vectors;
        public nuint VectorCount;
        public byte* Control;
        public nuint ControlLength;
        public int Flags;
    }

    /// <summary><c>struct mmsghdr</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct MultiMessageHeader
    {
        public MessageHeader Header;
        public uint Length;
    }

    /// <summary><c>struct cmsghdr</c>; its data follows, and the next one starts at a multiple of 8 bytes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct ControlHeader
    {
        public const int Size = 16;

        public nuint Length;
        public int Level;
        public int Type;
    }

    /// <summary><c>struct pollfd</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct PollDescriptor
    {
        public int Descriptor;
        public short Events;
        public short Results;
    }

    /// <summary><c>struct timespec</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
