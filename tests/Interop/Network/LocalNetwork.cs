using System.Net;
using SoundTime.Interop.Tests.Support;

namespace SoundTime.Interop.Tests.Network;

/// <summary>
/// Places on one link with multicast, IPv4 and IPv6: namespaces whose devices are plugged into a bridge, which is in a namespace of its own. This machine's
/// own network has no part in it.
/// </summary>
internal sealed class LocalNetwork : IDisposable
{
    /// <summary>The name that the device has in each place.</summary>
    public const string Device = "eth0";

    private const string Bridge = "bridge0";

    private readonly NetworkNamespace _switch;
    private readonly List<NetworkNamespace> _places = [];

    private LocalNetwork(NetworkNamespace bridge) => _switch = bridge;

    /// <summary>The namespaces, each with its IPv4 address on the link.</summary>
    public IReadOnlyList<NetworkNamespace> Places => _places;

    /// <summary>Makes the network.</summary>
    /// <exception cref="InvalidOperationException">This user may not.</exception>
    public static async Task<LocalNetwork> StartAsync(int places, CancellationToken cancellationToken)
    {
        var network = new LocalNetwork(await NetworkNamespace.CreateAsync(IPAddress.None, cancellationToken));
        try
        {
            await network._switch.RunAsync(["ip", "link", "add", Bridge, "type", "bridge", "forward_delay", "0", "mcast_snooping", "0"], cancellationToken);
            await network._switch.RunAsync(["ip", "link", "set", Bridge, "up"], cancellationToken);
            for (var i = 0; i < places; i++)
            {
                network._places.Add(await network.PlugInAsync(i, cancellationToken));
            }

            return network;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _places.ForEach(place => place.Dispose());
        _switch.Dispose();
    }

    private async Task<NetworkNamespace> PlugInAsync(int number, CancellationToken cancellationToken)
    {
        var place = await NetworkNamespace.CreateAsync(IPAddress.Parse($"10.77.0.{number + 1}"), cancellationToken);
        try
        {
            await _switch.RunAsync(["ip", "link", "add", $"port{number}", "type", "veth", "peer", "name", Device, "netns", place.ProcessId], cancellationToken);
            await _switch.RunAsync(["ip", "link", "set", $"port{number}", "master", Bridge, "up"], cancellationToken);
            await place.RunAsync(["ip", "address", "add", $"{place.Address}/24", "dev", Device], cancellationToken);
            await place.RunAsync(["ip", "address", "add", $"fd77::{number + 1}/64", "dev", Device, "nodad"], cancellationToken);
            await place.RunAsync(["ip", "link", "set", Device, "up"], cancellationToken);
            return place;
        }
        catch
        {
            place.Dispose();
            throw;
        }
    }
}
