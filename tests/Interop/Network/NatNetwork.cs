using System.Net;

namespace SoundTime.Interop.Tests.Network;

/// <summary>
/// An internet of two networks: a host and its router on each side, and between them a backbone, where a relay may run. A router translates the addresses of
/// its host (masquerade), or lets everybody reach it.
/// </summary>
internal sealed class NatNetwork : IAsyncDisposable
{
    /// <summary>Address of the backbone towards the left.</summary>
    public const string BackboneAddress = "203.0.113.1";

    private readonly List<NetworkNamespace> _places = [];
    private readonly NetworkNamespace[] _routers = new NetworkNamespace[2];
    private int _rebindings;

    private NatNetwork()
    {
    }

    /// <summary>The middle.</summary>
    public NetworkNamespace Backbone => _places[0];

    /// <summary>The host on the left, always behind a NAT.</summary>
    public NetworkNamespace Left { get; private set; } = null!;

    /// <summary>The host on the right.</summary>
    public NetworkNamespace Right { get; private set; } = null!;

    /// <summary>Makes it.</summary>
    /// <param name="isRightReachable">Whether the router on the right translates nothing, and lets all in.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidOperationException">This user may not.</exception>
    public static async Task<NatNetwork> StartAsync(bool isRightReachable, CancellationToken cancellationToken)
    {
        var network = new NatNetwork();
        try
        {
            await network.AddAsync(BackboneAddress, cancellationToken);
            await ShellAsync(network.Backbone, "echo 1 > /proc/sys/net/ipv4/ip_forward", cancellationToken);
            network.Left = await network.AddSideAsync(0, "203.0.113", "10.1.0", isTranslating: true, cancellationToken);
            network.Right = await network.AddSideAsync(1, "198.51.100", "10.2.0", !isRightReachable, cancellationToken);
            return network;
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    /// <summary>Has the router on the left lose all UDP datagrams, or no more.</summary>
    public Task BlockUdpAsync(bool isBlocked, CancellationToken cancellationToken) => ShellAsync(
        _routers[0],
        isBlocked
            ? "nft 'add table ip block; add chain ip block forward { type filter hook forward priority 0; }; add rule ip block forward meta l4proto udp drop'"
            : "nft delete table ip block",
        cancellationToken);

    /// <summary>Has the router on the left forget its translations, and choose other ports from now on.</summary>
    public Task RebindAsync(CancellationToken cancellationToken)
    {
        // Taking the address away ends the translations to it.
        var port = 40_000 + (1000 * ++_rebindings);
        return ShellAsync(
            _routers[0],
            $"nft 'flush chain ip nat out; add rule ip nat out oifname outside meta l4proto {{ tcp, udp }} masquerade to :{port}-{port + 999}'; "
            + "ip address del 203.0.113.2/30 dev outside; ip address add 203.0.113.2/30 dev outside; ip route replace default via 203.0.113.1",
            cancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        foreach (var place in Enumerable.Reverse(_places))
        {
            place.Dispose();
        }

        return ValueTask.CompletedTask;
    }

    private async Task<NetworkNamespace> AddAsync(string address, CancellationToken cancellationToken)
    {
        var place = await NetworkNamespace.CreateAsync(IPAddress.Parse(address), cancellationToken);
        _places.Add(place);
        return place;
    }

    private async Task<NetworkNamespace> AddSideAsync(int side, string outside, string inside, bool isTranslating, CancellationToken cancellationToken)
    {
        var router = _routers[side] = await AddAsync($"{outside}.2", cancellationToken);
        var host = await AddAsync($"{inside}.2", cancellationToken);
        await JoinAsync(Backbone, $"side{side}", $"{outside}.1/30", router, "outside", $"{outside}.2/30", cancellationToken);
        await JoinAsync(router, "inside", $"{inside}.1/24", host, "net", $"{inside}.2/24", cancellationToken);
        await ShellAsync(router, $"echo 1 > /proc/sys/net/ipv4/ip_forward; ip route add default via {outside}.1", cancellationToken);
        await ShellAsync(host, $"ip route add default via {inside}.1", cancellationToken);
        if (isTranslating)
        {
            await ShellAsync(
                router,
                "nft 'add table ip nat; add chain ip nat out { type nat hook postrouting priority srcnat; }; add rule ip nat out oifname outside masquerade'",
                cancellationToken);
        }
        else
        {
            await ShellAsync(Backbone, $"ip route add {inside}.0/24 via {outside}.2", cancellationToken);
        }

        return host;
    }

    private static async Task JoinAsync(
        NetworkNamespace one, string oneName, string oneAddress, NetworkNamespace other, string otherName, string otherAddress, CancellationToken cancellationToken)
    {
        await Support.Programs.RunAsync(
            "ip", ["link", "add", oneName, "netns", one.ProcessId, "type", "veth", "peer", "name", otherName, "netns", other.ProcessId], cancellationToken);
        await ShellAsync(one, $"ip address add {oneAddress} dev {oneName}; ip link set {oneName} up", cancellationToken);
        await ShellAsync(other, $"ip address add {otherAddress} dev {otherName}; ip link set {otherName} up", cancellationToken);
    }

    private static Task<string> ShellAsync(NetworkNamespace place, string script, CancellationToken cancellationToken) =>
        place.RunAsync(["sh", "-ec", script], cancellationToken);
}
