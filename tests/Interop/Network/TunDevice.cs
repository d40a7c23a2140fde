using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace SoundTime.Interop.Tests.Network;

/// <summary>A network device whose other end is this process: it reads the IP packets that the kernel sends, and writes those that it is to receive.</summary>
internal sealed partial class TunDevice : IDisposable
{
    /// <summary>Longest packet, in bytes: what Ethernet carries.</summary>
    public const int MaxPacket = 1500;

    private const string ControlFile = "/dev/net/tun";

    /// <summary>To read and write, without waiting, and not for child processes, which would keep the device when this process has ended.</summary>
    private const int OpenFlags = 0x2 | 0x800 | 0x80000;

    private const nuint SetInterface = 0x400454ca;
    private const short TunWithoutHeader = 0x0001 | 0x1000;
    private const int RequestLength = 40;
    private const int MaxNameLength = 16;

    private TunDevice(SafeFileHandle file, string name) => (File, Name) = (file, name);

    /// <summary>The open device.</summary>
    public SafeFileHandle File { get; }

    /// <summary>Its name in the namespace in which it was made.</summary>
    public string Name { get; }

    /// <summary>Makes a device, which goes when it is disposed or this process ends.</summary>
    /// <exception cref="InvalidOperationException">This user may not.</exception>
    public static TunDevice Create()
    {
        var file = Open(ControlFile, OpenFlags);
        var request = new byte[RequestLength];
        Encoding.ASCII.GetBytes("sttest%d", request);
        MemoryMarshal.Write(request.AsSpan(MaxNameLength), TunWithoutHeader);
        if (file.IsInvalid || Control(file, SetInterface, request) < 0)
        {
            var error = Marshal.GetLastPInvokeErrorMessage();
            file.Dispose();
            throw new InvalidOperationException($"This test makes networks of its own, and cannot make a device of {ControlFile}: {error}. Run it as root with CAP_NET_ADMIN.");
        }

        return new TunDevice(file, Encoding.ASCII.GetString(request.AsSpan(0, request.AsSpan(0, MaxNameLength).IndexOf((byte)0))));
    }

    /// <summary>Takes a packet that waits; 0 if none does.</summary>
    public int Read(byte[] packet) => (int)Math.Max(0, Read(File, packet, (nuint)packet.Length));

    /// <summary>Hands the kernel a packet. One that it does not take is lost, as on any network.</summary>
    public void Write(byte[] packet) => _ = Write(File, packet, (nuint)packet.Length);

    public void Dispose() => File.Dispose();

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(SafeFileHandle file, nuint request, byte[] argument);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(SafeFileHandle file, [Out] byte[] buffer, nuint length);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(SafeFileHandle file, byte[] buffer, nuint length);
}
