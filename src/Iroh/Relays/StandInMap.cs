using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using SoundTime.Iroh.Datagrams;
using SoundTime.Iroh.Quic;
using SoundTime.Wire;

namespace SoundTime.Iroh.Relays;

/// <summary>
/// Pairs of relay and node, and the IPv6 addresses that stand for them towards QUIC, in iroh's private range fd15:70a:510b:1::/64 (iroh sheet, section 4).
/// They are never on the wire. Strangers can fill the map to its cap only, and there the ones that were silent for longest make room, once they are
/// silent for longer than any connection lives. From any thread.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="capacity">Pairs that strangers can fill the map to.</param>
/// <param name="isOpen">Whether strangers may come through a relay; asked with the gate held, so it must not wait.</param>
internal sealed class StandInMap(TimeProvider time, int capacity, Func<RelayUrl, bool> isOpen)
{
    /// <summary>Port of all of them, as iroh has it.</summary>
    public const int Port = 12345;

    private const int PrefixLength = 8;

    private readonly Lock _gate = new();
    private readonly Dictionary<ulong, LinkedListNode<StandIn>> _byNumber = [];
    private readonly Dictionary<(RelayUrl, NodeId), LinkedListNode<StandIn>> _byPlace = [];
    private readonly LinkedList<StandIn> _leastRecentFirst = new();
    private ulong _lastNumber;

    /// <summary>The address that stands for this node; of it no datagrams come and none go to it.</summary>
    public static DatagramAddress Own { get; } = AddressOf(0);

    private static ReadOnlySpan<byte> Prefix => [0xfd, 0x15, 0x07, 0x0a, 0x51, 0x0b, 0, 1];

    /// <summary>Whether an address is of the range that stand-ins come from: fd15:70a:510b::/48.</summary>
    public static bool IsStandIn(in DatagramAddress address) => address.IsIPv6 && address.AddressBytes.StartsWith(Prefix[..6]);

    /// <summary>The stand-in of a node that this side wants to reach.</summary>
    public DatagramAddress GetOrAdd(RelayUrl relay, NodeId node)
    {
        lock (_gate)
        {
            return Touch(_byPlace.TryGetValue((relay, node), out var known) ? known : Add(relay, node)).Address;
        }
    }

    /// <summary>
    /// The stand-in of a node that has sent something; false for a stranger where too many have done so just now, or through a relay that strangers have no
    /// reason to come through: it could fill the map with ids that it makes up.
    /// </summary>
    public bool TryAdmit(RelayUrl relay, NodeId node, out DatagramAddress address)
    {
        lock (_gate)
        {
            if (!_byPlace.TryGetValue((relay, node), out var standIn))
            {
                if (!isOpen(relay) || (_byPlace.Count >= capacity && !IsSilent(_leastRecentFirst.First)))
                {
                    address = default;
                    return false;
                }

                standIn = Add(relay, node);
            }

            address = Touch(standIn).Address;
            return true;
        }
    }

    /// <summary>Whom an address stands for.</summary>
    public bool TryFind(in DatagramAddress address, [NotNullWhen(true)] out StandIn? standIn, bool isTraffic = false)
    {
        standIn = null;
        if (!address.IsIPv6 || !address.AddressBytes.StartsWith(Prefix))
        {
            return false;
        }

        lock (_gate)
        {
            if (_byNumber.TryGetValue(BinaryPrimitives.ReadUInt64BigEndian(address.AddressBytes[PrefixLength..]), out var found))
            {
                standIn = isTraffic ? Touch(found) : found.Value;
            }
        }

        return standIn is not null;
    }

    private static DatagramAddress AddressOf(ulong number)
    {
        Span<byte> bytes = stackalloc byte[16];
        Prefix.CopyTo(bytes);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[PrefixLength..], number);
        return new DatagramAddress(new IPAddress(bytes), Port);
    }

    private LinkedListNode<StandIn> Add(RelayUrl relay, NodeId node)
    {
        while (_byPlace.Count >= capacity && _leastRecentFirst.First is { } oldest && IsSilent(oldest))
        {
            _leastRecentFirst.Remove(oldest);
            _byPlace.Remove((oldest.Value.Relay, oldest.Value.Node));
            _byNumber.Remove(BinaryPrimitives.ReadUInt64BigEndian(oldest.Value.Address.AddressBytes[PrefixLength..]));
        }

        var number = ++_lastNumber;
        var added = _leastRecentFirst.AddLast(new StandIn(relay, node, AddressOf(number)));
        _byPlace.Add((relay, node), added);
        _byNumber.Add(number, added);
        return added;
    }

    private bool IsSilent(LinkedListNode<StandIn>? standIn) =>
        standIn is not null && time.GetElapsedTime(standIn.Value.LastTraffic) > QuicLimits.IdleTimeout;

    private StandIn Touch(LinkedListNode<StandIn> standIn)
    {
        standIn.Value.LastTraffic = time.GetTimestamp();
        _leastRecentFirst.Remove(standIn);
        _leastRecentFirst.AddLast(standIn);
        return standIn.Value;
    }
}
