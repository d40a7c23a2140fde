using System.Buffers.Binary;

namespace SoundTime.Iroh.Dns;

/// <summary>Writes a message into a span that is known to be long enough. Names are not compressed.</summary>
internal ref struct DnsWriter(Span<byte> destination)
{
    private Span<byte> _rest = destination;

    public void WriteByte(byte value)
    {
        _rest[0] = value;
        _rest = _rest[1..];
    }

    public void WriteUInt16(ushort value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(_rest, value);
        _rest = _rest[sizeof(ushort)..];
    }

    public void WriteUInt32(uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(_rest, value);
        _rest = _rest[sizeof(uint)..];
    }

    public void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_rest);
        _rest = _rest[bytes.Length..];
    }

    public void WriteQuestion(DnsQuestion question)
    {
        WriteBytes(question.Name.Encoded);
        WriteUInt16((ushort)question.Type);
        WriteUInt16(question.Class);
    }

    public void WriteRecord(DnsRecord record)
    {
        WriteBytes(record.Name.Encoded);
        WriteUInt16((ushort)record.Type);
        WriteUInt16(record.Class);
        WriteUInt32(record.TimeToLive);
        WriteUInt16((ushort)record.DataLength);
        record.WriteData(ref this);
    }
}
