using System.Net;
using System.Net.Sockets;

namespace SoundTime.Iroh.Dns;

/// <summary>An IP address: a record of type A or AAAA.</summary>
/// <param name="Name">Whose it is.</param>
/// <param name="Class">As it is in the message, see <see cref="DnsClass"/>.</param>
/// <param name="TimeToLive">How long it may be kept, in seconds.</param>
/// <param name="Address">The address. A scope is not written.</param>
public sealed record DnsAddressRecord(DnsName Name, ushort Class, uint TimeToLive, IPAddress Address)
    : DnsRecord(Name, Address.AddressFamily == AddressFamily.InterNetwork ? DnsType.A : DnsType.Aaaa, Class, TimeToLive)
{
    internal const int IPv4Size = 4;
    internal const int IPv6Size = 16;

    internal override int DataLength => Type == DnsType.A ? IPv4Size : IPv6Size;

    internal override void WriteData(ref DnsWriter writer) => writer.WriteBytes(Address.GetAddressBytes());
}
