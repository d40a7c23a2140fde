using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace SoundTime.Iroh.Datagrams;

/// <summary>One end of a path, as the <c>sockaddr_in</c> or <c>sockaddr_in6</c> of Linux, by value.</summary>
internal struct DatagramAddress : IEquatable<DatagramAddress>
{
    public const int IPv4Size = 16;
    public const int IPv6Size = 28;
    private const ushort FamilyIPv4 = 2;
    private const ushort FamilyIPv6 = 10;

    private Bytes _bytes;

    public DatagramAddress(IPAddress address, int port)
    {
        Span<byte> bytes = _bytes;
        var isIPv6 = address.AddressFamily == AddressFamily.InterNetworkV6;
        BitConverter.TryWriteBytes(bytes, isIPv6 ? FamilyIPv6 : FamilyIPv4);
        bytes[2] = (byte)(port >> 8);
        bytes[3] = (byte)port;
        address.TryWriteBytes(bytes[(isIPv6 ? 8 : 4)..], out _);
        if (isIPv6)
        {
            BitConverter.TryWriteBytes(bytes[24..], (uint)address.ScopeId);
        }
    }

    public DatagramAddress(IPEndPoint endPoint)
        : this(endPoint.Address, endPoint.Port)
    {
    }

    public DatagramAddress(ReadOnlySpan<byte> socketAddress) => socketAddress[..Math.Min(socketAddress.Length, IPv6Size)].CopyTo(_bytes);

    public readonly bool IsIPv6 => BitConverter.ToUInt16(_bytes) == FamilyIPv6;

    public readonly int Size => IsIPv6 ? IPv6Size : IPv4Size;

    [UnscopedRef]
    public readonly ReadOnlySpan<byte> Span => ((ReadOnlySpan<byte>)_bytes)[..Size];

    /// <summary>The bytes of the IP address, 4 or 16.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<byte> AddressBytes => IsIPv6 ? ((ReadOnlySpan<byte>)_bytes)[8..24] : ((ReadOnlySpan<byte>)_bytes)[4..8];

    /// <summary>IPv6 scope; 0 for IPv4.</summary>
    public readonly uint ScopeId => IsIPv6 ? BitConverter.ToUInt32(((ReadOnlySpan<byte>)_bytes)[24..]) : 0;

    public readonly int Port => (_bytes[2] << 8) | _bytes[3];

    /// <summary>The same port on another address of the same family.</summary>
    public readonly DatagramAddress WithAddress(ReadOnlySpan<byte> address)
    {
        var copy = this;
        address.CopyTo(((Span<byte>)copy._bytes)[(IsIPv6 ? 8 : 4)..]);
        return copy;
    }

    public readonly IPEndPoint ToIPEndPoint() =>
        new(IsIPv6 ? new IPAddress(AddressBytes, ScopeId) : new IPAddress(AddressBytes), Port);

    public readonly bool Equals(DatagramAddress other) => Span.SequenceEqual(other.Span);

    public override readonly bool Equals(object? obj) => obj is DatagramAddress other && Equals(other);

    public override readonly int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(Span);
        return hash.ToHashCode();
    }

    public override readonly string ToString() => ToIPEndPoint().ToString();

    [InlineArray(IPv6Size + 4)]
    private struct Bytes
    {
        private byte _first;
    }
}
