namespace SoundTime.Iroh.Dns;

/// <summary>Host and port of a service: a record of type SRV (RFC 2782).</summary>
/// <param name="Name">The service.</param>
/// <param name="Class">As it is in the message, see <see cref="DnsClass"/>.</param>
/// <param name="TimeToLive">How long it may be kept, in seconds.</param>
/// <param name="Priority">Lower ones are tried first.</param>
/// <param name="Weight">Share among those of equal priority.</param>
/// <param name="Port">Where it listens.</param>
/// <param name="Target">The host.</param>
public sealed record DnsServiceRecord(DnsName Name, ushort Class, uint TimeToLive, ushort Priority, ushort Weight, ushort Port, DnsName Target)
    : DnsRecord(Name, DnsType.Srv, Class, TimeToLive)
{
    internal override int DataLength => sizeof(ushort) * 3 + Target.Encoded.Length;

    internal override void WriteData(ref DnsWriter writer)
    {
        writer.WriteUInt16(Priority);
        writer.WriteUInt16(Weight);
        writer.WriteUInt16(Port);
        writer.WriteBytes(Target.Encoded);
    }
}
