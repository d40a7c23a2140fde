namespace SoundTime.Iroh.Dns;

/// <summary>One record of a message; its kind says what it holds.</summary>
/// <param name="Name">Whose record it is.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Class">As it is in the message, see <see cref="DnsClass"/>.</param>
/// <param name="TimeToLive">How long it may be kept, in seconds.</param>
public abstract record DnsRecord(DnsName Name, DnsType Type, ushort Class, uint TimeToLive)
{
    internal int Length => Name.Encoded.Length + DnsLimits.RecordHeaderSize + DataLength;

    /// <summary>Bytes that <see cref="WriteData"/> writes.</summary>
    internal abstract int DataLength { get; }

    internal abstract void WriteData(ref DnsWriter writer);
}
