using System.ComponentModel;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace SoundTime.Interop.Tests.Network;

/// <summary>Sockets of this process that are in the namespace.</summary>
internal sealed partial class NetworkNamespace
{
    private const int NetworkKind = 0x40000000;

    /// <summary>Makes a socket there. It stays there, whichever thread uses it.</summary>
    public Socket Open(Func<Socket> open)
    {
        Socket? socket = null;
        Exception? error = null;

        // A thread is in a namespace, not a process. This one ends with it.
        var thread = new Thread(() =>
        {
            try
            {
                using var file = File.OpenHandle($"/proc/{_holder.Id}/ns/net", share: FileShare.ReadWrite);
                socket = SetNamespace(file, NetworkKind) == 0 ? open() : throw new Win32Exception();
            }
            catch (Exception exception)
            {
                error = exception;
            }
        });
        thread.Start();
        thread.Join();
        return socket ?? throw new InvalidOperationException("A socket in another namespace cannot be made.", error);
    }

    /// <summary>Connects from there, over TCP.</summary>
    public async ValueTask<Stream> ConnectAsync(DnsEndPoint endPoint, CancellationToken cancellationToken)
    {
        var address = IPAddress.Parse(endPoint.Host);
        var socket = Open(() => new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp));
        try
        {
            await socket.ConnectAsync(address, endPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int SetNamespace(SafeFileHandle file, int kind);
}
