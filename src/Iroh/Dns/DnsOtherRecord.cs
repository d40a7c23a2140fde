namespace SoundTime.Iroh.Dns;

/// <summary>A record of a type that is not understood here.</summary>
/// <param name="Name">Whose it is.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Class">As it is in the message, see <see cref="DnsClass"/>.</param>
/// <param name="TimeToLive">How long it may be kept, in seconds.</param>
/// <param name="Data">Its bytes. Names in them that are compressed cannot be told without their message.</param>
public sealed record DnsOtherRecord(DnsName Name, DnsType Type, ushort Class, uint TimeToLive, ReadOnlyMemory<byte> Data)
    : DnsRecord(Name, Type, Class, TimeToLive)
{
    internal override int DataLength => Data.Length;

    internal override void WriteData(ref DnsWriter writer) => writer.WriteBytes(Data.Span);
}
