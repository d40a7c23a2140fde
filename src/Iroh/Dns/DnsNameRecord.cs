namespace SoundTime.Iroh.Dns;

/// <summary>A record that names another name: of type PTR or CNAME.</summary>
/// <param name="Name">Whose it is.</param>
/// <param name="Type"><see cref="DnsType.Ptr"/> or <see cref="DnsType.Cname"/>.</param>
/// <param name="Class">As it is in the message, see <see cref="DnsClass"/>.</param>
/// <param name="TimeToLive">How long it may be kept, in seconds.</param>
/// <param name="Target">The other name.</param>
public sealed record DnsNameRecord(DnsName Name, DnsType Type, ushort Class, uint TimeToLive, DnsName Target)
    : DnsRecord(Name, Type, Class, TimeToLive)
{
    internal override int DataLength => Target.Encoded.Length;

    internal override void WriteData(ref DnsWriter writer) => writer.WriteBytes(Target.Encoded);
}
