using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace SoundTime.Iroh.Dns;

/// <summary>Reads the parts of a message one after the other. Once something is malformed, the rest is not to be read.</summary>
internal ref struct DnsReader(ReadOnlySpan<byte> message)
{
    /// <summary>The two top bits of a pointer's first byte.</summary>
    private const int PointerMark = 0xC0;

    private readonly ReadOnlySpan<byte> _message = message;
    private int _position;

    public bool TryReadUInt16(out ushort value)
    {
        var ok = TryReadBytes(sizeof(ushort), out var bytes);
        value = ok ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : default;
        return ok;
    }

    public bool TryReadQuestion([NotNullWhen(true)] out DnsQuestion? question)
    {
        question = TryReadName(out var name) && TryReadUInt16(out var type) && TryReadUInt16(out var questionClass)
            ? new DnsQuestion(name, (DnsType)type, questionClass)
            : null;
        return question is not null;
    }

    public bool TryReadRecord([NotNullWhen(true)] out DnsRecord? record)
    {
        record = null;
        if (!TryReadName(out var name) || !TryReadUInt16(out var type) || !TryReadUInt16(out var recordClass) || !TryReadUInt32(out var timeToLive)
            || !TryReadUInt16(out var length) || length > _message.Length - _position)
        {
            return false;
        }

        // What stands in the data ends with the data, and what a name points to stands before it.
        var data = new DnsReader(_message[..(_position + length)]) { _position = _position };
        _position += length;
        record = (DnsType)type switch
        {
            DnsType.A when length == DnsAddressRecord.IPv4Size => new DnsAddressRecord(name, recordClass, timeToLive, new IPAddress(data.Rest)),
            DnsType.Aaaa when length == DnsAddressRecord.IPv6Size => new DnsAddressRecord(name, recordClass, timeToLive, new IPAddress(data.Rest)),
            DnsType.Cname or DnsType.Ptr => data.TryReadName(out var target) && data.Rest.IsEmpty
                ? new DnsNameRecord(name, (DnsType)type, recordClass, timeToLive, target)
                : null,
            DnsType.Srv => data.TryReadService(name, recordClass, timeToLive),
            DnsType.Txt => data.TryReadStrings(out var strings) ? new DnsTextRecord(name, recordClass, timeToLive, strings) : null,
            DnsType.A or DnsType.Aaaa => null,
            _ => new DnsOtherRecord(name, (DnsType)type, recordClass, timeToLive, data.Rest.ToArray()),
        };
        return record is not null;
    }

    private readonly ReadOnlySpan<byte> Rest => _message[_position..];

    private DnsServiceRecord? TryReadService(DnsName name, ushort recordClass, uint timeToLive) =>
        TryReadUInt16(out var priority) && TryReadUInt16(out var weight) && TryReadUInt16(out var port) && TryReadName(out var target) && Rest.IsEmpty
            ? new DnsServiceRecord(name, recordClass, timeToLive, priority, weight, port, target)
            : null;

    private bool TryReadStrings(out List<ReadOnlyMemory<byte>> strings)
    {
        strings = [];
        while (!Rest.IsEmpty)
        {
            if (!TryReadBytes(1, out var length) || !TryReadBytes(length[0], out var text))
            {
                return false;
            }

            strings.Add(text.ToArray());
        }

        return true;
    }

    /// <summary>Reads a name (RFC 1035, section 4.1.4). Each pointer must lead to before all that was read of the name, so none can lead in a circle.</summary>
    private bool TryReadName([NotNullWhen(true)] out DnsName? name)
    {
        name = null;
        Span<byte> encoded = stackalloc byte[DnsLimits.MaxName];
        int written = 0, pointers = 0, position = _position, lowest = _position;
        while (position < _message.Length)
        {
            var length = _message[position];
            if ((length & PointerMark) == PointerMark)
            {
                if (position + 1 >= _message.Length)
                {
                    return false;
                }

                var target = ((length & ~PointerMark) << 8) | _message[position + 1];
                if (pointers == 0)
                {
                    _position = position + 2;
                }

                if (target >= lowest || target < DnsLimits.HeaderSize || ++pointers > DnsLimits.MaxPointers)
                {
                    return false;
                }

                position = lowest = target;
                continue;
            }

            // The two other marks, 0x40 and 0x80, are above the longest label.
            if (length > DnsLimits.MaxLabel || written + 1 + length > encoded.Length || position + 1 + length > _message.Length)
            {
                return false;
            }

            _message.Slice(position, 1 + length).CopyTo(encoded[written..]);
            written += 1 + length;
            position += 1 + length;
            if (length == 0)
            {
                if (pointers == 0)
                {
                    _position = position;
                }

                name = new DnsName(encoded[..written]);
                return true;
            }
        }

        return false;
    }

    private bool TryReadUInt32(out uint value)
    {
        var ok = TryReadBytes(sizeof(uint), out var bytes);
        value = ok ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : default;
        return ok;
    }

    private bool TryReadBytes(int count, out ReadOnlySpan<byte> bytes)
    {
        var ok = count <= _message.Length - _position;
        bytes = ok ? _message.Slice(_position, count) : default;
        _position += ok ? count : 0;
        return ok;
    }
}
