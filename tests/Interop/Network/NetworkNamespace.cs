using System.Diagnostics;
using System.Globalization;
using System.Net;
using SoundTime.Interop.Tests.Support;

namespace SoundTime.Interop.Tests.Network;

/// <summary>
/// A network stack of its own, with one device and one address. It has no name: it lives as long as a process of ours, which ends when its input does, so
/// that nothing is left, and nothing runs on there, however the tests end.
/// </summary>
internal sealed partial class NetworkNamespace : IDisposable
{
    /// <summary>Waits for the end of its input, then ends what still runs there.</summary>
    private const string HolderScript = """
        echo ready
        read -r end
        own=$(readlink /proc/self/ns/net)
        for process in /proc/[0-9]*; do
          [ "$process" = "/proc/$$" ] || [ "$(readlink "$process/ns/net" 2>/dev/null)" != "$own" ] || kill -9 "${process#/proc/}"
        done
        """;

    private readonly Process _holder;

    private NetworkNamespace(Process holder, IPAddress address) => (_holder, Address) = (holder, address);

    /// <summary>Its address.</summary>
    public IPAddress Address { get; }

    /// <summary>The process that it lives as long as, for <c>ip link … netns</c>.</summary>
    public string ProcessId => _holder.Id.ToString(CultureInfo.InvariantCulture);

    /// <summary>Makes it around a device, which is moved there.</summary>
    /// <exception cref="InvalidOperationException">This user may not.</exception>
    public static async Task<NetworkNamespace> CreateAsync(TunDevice device, IPAddress address, CancellationToken cancellationToken)
    {
        var place = await CreateAsync(address, cancellationToken);
        try
        {
            await Programs.RunAsync("ip", ["link", "set", device.Name, "netns", place.ProcessId], cancellationToken);
            await place.RunAsync(["ip", "address", "add", $"{address}/24", "dev", device.Name], cancellationToken);
            await place.RunAsync(["ip", "link", "set", device.Name, "mtu", $"{TunDevice.MaxPacket}", "up"], cancellationToken);
            return place;
        }
        catch
        {
            place.Dispose();
            throw;
        }
    }

    /// <summary>Makes it with loopback alone; whoever gives it a device gives it the address, too.</summary>
    /// <exception cref="InvalidOperationException">This user may not.</exception>
    public static async Task<NetworkNamespace> CreateAsync(IPAddress address, CancellationToken cancellationToken)
    {
        var holder = Process.Start(new ProcessStartInfo("unshare", ["--net", "sh", "-c", HolderScript])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var place = new NetworkNamespace(holder, address);
        try
        {
            if (await holder.StandardOutput.ReadLineAsync(cancellationToken) is null)
            {
                throw new InvalidOperationException(
                    $"This test makes networks of its own, and may not: {await holder.StandardError.ReadToEndAsync(cancellationToken)} Run it as root with CAP_SYS_ADMIN.");
            }

            await place.RunAsync(["ip", "link", "set", "lo", "up"], cancellationToken);
            return place;
        }
        catch
        {
            place.Dispose();
            throw;
        }
    }

    /// <summary>The command that runs a program there.</summary>
    public ProcessStartInfo Command(string program, IEnumerable<string> arguments) =>
        new("nsenter", [$"--net=/proc/{_holder.Id}/ns/net", "--", program, .. arguments]);

    /// <summary>Runs a program there to its end; answers what it printed.</summary>
    public Task<string> RunAsync(string[] command, CancellationToken cancellationToken)
    {
        var start = Command(command[0], command[1..]);
        return Programs.RunAsync(start.FileName, start.ArgumentList, cancellationToken);
    }

    public void Dispose()
    {
        _holder.StandardInput.Close();
        _holder.WaitForExit();
        _holder.Dispose();
    }
}
