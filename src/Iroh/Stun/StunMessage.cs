using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace SoundTime.Iroh.Stun;

/// <summary>
/// Binding requests of STUN and their answers, over UDP and without authentication (RFC 8489): a node asks which address others see it under. Bytes in, bytes
/// out; both sides are here, so that a relay can answer.
/// </summary>
public static class StunMessage
{
    /// <summary>Length of a request in bytes: no attributes are in it.</summary>
    public const int RequestLength = 20;

    /// <summary>Longest answer that is written, in bytes: an IPv6 address is in it.</summary>
    public const int MaxResponseLength = RequestLength + AttributeHeaderLength + AddressHeaderLength + 16;

    /// <summary>Longest message that is read, in bytes: what every network carries in one piece (RFC 8489, section 6.1).</summary>
    public const int MaxLength = 1280;

    private const ushort BindingRequest = 0x0001;
    private const ushort BindingResponse = 0x0101;
    private const uint MagicCookie = 0x2112A442;
    private const int CookieOffset = 4;
    private const int IdOffset = 8;

    private const ushort XorMappedAddress = 0x0020;
    private const int AttributeHeaderLength = 4;
    private const int AddressHeaderLength = 4;
    private const byte FamilyIPv4 = 1;
    private const byte FamilyIPv6 = 2;

    /// <summary>Attributes from here on may be ignored by who does not know them.</summary>
    private const ushort FirstOptional = 0x8000;

    /// <summary>
    /// Whether a datagram is STUN. Its first two bits are 0, which in packets of QUIC they hardly ever are (RFC 9443), and the magic cookie and the length make
    /// sure.
    /// </summary>
    public static bool IsStun(ReadOnlySpan<byte> datagram) =>
        datagram.Length is >= RequestLength and <= MaxLength
        && (datagram[0] & 0xC0) == 0
        && BinaryPrimitives.ReadUInt32BigEndian(datagram[CookieOffset..]) == MagicCookie
        && BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]) is var length
        && length % 4 == 0
        && length == datagram.Length - RequestLength;

    /// <summary>Writes a request; answers its length, which is <see cref="RequestLength"/>.</summary>
    /// <exception cref="ArgumentException">The span is too short.</exception>
    public static int WriteRequest(StunTransactionId id, Span<byte> destination) => WriteHeader(BindingRequest, id, attributesLength: 0, destination);

    /// <summary>Reads a request. False where it is none, or demands something that is not known here.</summary>
    public static bool TryReadRequest(ReadOnlySpan<byte> datagram, out StunTransactionId id) => TryRead(datagram, BindingRequest, out id, out _);

    /// <summary>Writes the answer to a request; answers its length, which is at most <see cref="MaxResponseLength"/>.</summary>
    /// <param name="id">That of the request.</param>
    /// <param name="observed">Where the request came from. An IPv4 address in the form of IPv6 is written as IPv4.</param>
    /// <param name="destination">Where to write.</param>
    /// <exception cref="ArgumentException">The span is too short.</exception>
    public static int WriteResponse(StunTransactionId id, IPEndPoint observed, Span<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(observed);
        var ip = observed.Address.IsIPv4MappedToIPv6 ? observed.Address.MapToIPv4() : observed.Address;
        var size = ip.AddressFamily == AddressFamily.InterNetwork ? 4 : 16;
        var attributeLength = AttributeHeaderLength + AddressHeaderLength + size;
        var attribute = destination[WriteHeader(BindingResponse, id, attributeLength, destination)..];
        BinaryPrimitives.WriteUInt16BigEndian(attribute, XorMappedAddress);
        BinaryPrimitives.WriteUInt16BigEndian(attribute[2..], (ushort)(AddressHeaderLength + size));
        attribute[4] = 0;
        attribute[5] = size == 4 ? FamilyIPv4 : FamilyIPv6;
        BinaryPrimitives.WriteUInt16BigEndian(attribute[6..], (ushort)observed.Port);
        ip.TryWriteBytes(attribute[8..], out _);
        Xor(attribute[6..8], destination[CookieOffset..]);
        Xor(attribute.Slice(8, size), destination[CookieOffset..]);
        return RequestLength + attributeLength;
    }

    /// <summary>Reads an answer. False where it is none, demands something that is not known here, or names no address.</summary>
    public static bool TryReadResponse(ReadOnlySpan<byte> datagram, out StunTransactionId id, [NotNullWhen(true)] out IPEndPoint? observed)
    {
        observed = TryRead(datagram, BindingResponse, out id, out var address) ? ReadAddress(address, datagram[CookieOffset..RequestLength]) : null;
        return observed is not null;
    }

    private static int WriteHeader(ushort type, StunTransactionId id, int attributesLength, Span<byte> destination)
    {
        if (destination.Length < RequestLength + attributesLength)
        {
            throw new ArgumentException($"{RequestLength + attributesLength} bytes are needed, {destination.Length} were given.", nameof(destination));
        }

        BinaryPrimitives.WriteUInt16BigEndian(destination, type);
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], (ushort)attributesLength);
        BinaryPrimitives.WriteUInt32BigEndian(destination[CookieOffset..], MagicCookie);
        id.CopyTo(destination[IdOffset..]);
        return RequestLength;
    }

    /// <summary>Reads the header, and looks through the attributes for the first address. Each begins at a multiple of four bytes.</summary>
    private static bool TryRead(ReadOnlySpan<byte> datagram, ushort type, out StunTransactionId id, out ReadOnlySpan<byte> address)
    {
        id = default;
        address = default;
        if (!IsStun(datagram) || BinaryPrimitives.ReadUInt16BigEndian(datagram) != type)
        {
            return false;
        }

        id = new StunTransactionId(datagram.Slice(IdOffset, StunTransactionId.Size));
        var rest = datagram[RequestLength..];
        while (!rest.IsEmpty)
        {
            var attribute = BinaryPrimitives.ReadUInt16BigEndian(rest);
            var length = BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
            var padded = AttributeHeaderLength + ((length + 3) & ~3);
            if (padded > rest.Length || (attribute < FirstOptional && !IsKnown(attribute)))
            {
                return false;
            }

            address = attribute == XorMappedAddress && address.IsEmpty ? rest.Slice(AttributeHeaderLength, length) : address;
            rest = rest[padded..];
        }

        return true;
    }

    /// <summary>
    /// Attributes that must be understood, and are: the address, those of RFC 3489 that older servers still send beside it, and a signature, which nothing here
    /// could be checked with.
    /// </summary>
    private static bool IsKnown(ushort attribute)
    {
        const ushort MappedAddress = 0x0001;
        const ushort SourceAddress = 0x0004;
        const ushort ChangedAddress = 0x0005;
        const ushort MessageIntegrity = 0x0008;
        return attribute is XorMappedAddress or MappedAddress or SourceAddress or ChangedAddress or MessageIntegrity;
    }

    private static IPEndPoint? ReadAddress(ReadOnlySpan<byte> attribute, ReadOnlySpan<byte> key)
    {
        if (attribute.Length < AddressHeaderLength
            || attribute.Length != AddressHeaderLength + attribute[1] switch { FamilyIPv4 => 4, FamilyIPv6 => 16, _ => -AddressHeaderLength })
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[attribute.Length - 2];
        attribute[2..].CopyTo(bytes);
        Xor(bytes[..2], key);
        Xor(bytes[2..], key);
        var port = BinaryPrimitives.ReadUInt16BigEndian(bytes);
        return port == 0 ? null : new IPEndPoint(new IPAddress(bytes[2..]), port);
    }

    /// <summary>Ports and addresses are hidden from routers that would "correct" them: by the cookie, and for IPv6 by the id that stands behind it.</summary>
    private static void Xor(Span<byte> bytes, ReadOnlySpan<byte> key)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] ^= key[i];
        }
    }
}
