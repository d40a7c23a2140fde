using System.Net;
using System.Net.Sockets;
using SoundTime.Api;
using SoundTime.Iroh.Addresses;

namespace SoundTime.Silo.Doctor;

/// <summary>Whether this machine has a way out over IPv4 and IPv6. Nothing is sent: the system is asked which address it would send from.</summary>
internal sealed class RouteCheck : IConnectionCheck
{
    // Of the ranges for documentation (RFC 5737, RFC 3849): only the way to them is asked for.
    private static readonly IPEndPoint s_anywhere4 = new(IPAddress.Parse("192.0.2.1"), 9);
    private static readonly IPEndPoint s_anywhere6 = new(IPAddress.Parse("2001:db8::1"), 9);

    /// <inheritdoc/>
    public string Name => "network";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Finding>> LookAsync(CancellationToken cancellationToken)
    {
        var (ipv4, ipv6) = (FindSource(s_anywhere4), FindSource(s_anywhere6));
        return Task.FromResult<IReadOnlyList<Finding>>(ipv4 is null && ipv6 is null
            ? [new Finding(Name, null, FindingState.Failed, "This machine has no way out, neither over IPv4 nor over IPv6.", "Connect it to a network; nodes on its own networks are still found.")]
            : [Describe("IPv4", ipv4), Describe("IPv6", ipv6)]);
    }

    private Finding Describe(string family, IPAddress? source) => source is null
        ? new Finding(Name, family, FindingState.Unknown, "There is none on this machine; peers that have nothing else are reached over relays.")
        : new Finding(Name, family, FindingState.Ok, $"Packets leave from {source}{(PublicAddress.Is(source) ? "" : ", which is an address of a private network")}.");

    private static IPAddress? FindSource(IPEndPoint remote)
    {
        try
        {
            using var socket = new Socket(remote.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            socket.Connect(remote);
            return ((IPEndPoint)socket.LocalEndPoint!).Address;
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
