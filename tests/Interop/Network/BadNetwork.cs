using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using SoundTime.Interop.Tests.Support;

namespace SoundTime.Interop.Tests.Network;

/// <summary>
/// A network of namespaces whose packets go through this process, which loses and delays some of them. What the machine itself sends to a namespace (the
/// test's HTTP requests) is spared.
/// </summary>
/// <remarks>In place of <c>tc … netem</c>, which many kernels are built without. Which packets are hit follows from the seed and the order in which they come.</remarks>
internal sealed partial class BadNetwork : IAsyncDisposable
{
    private const short ReadableEvent = 1;
    private const int DestinationOffset = 16;
    private const int SourceOffset = 12;
    private const int LeastPacket = 20;

    /// <summary>How long the thread waits at most before it looks whether it is to end, in milliseconds.</summary>
    private const int LongestWait = 20;

    /// <summary>Packets on their way at most; more are lost, as in a router.</summary>
    private const int QueueLength = 20_000;

    private readonly LinkQuality _quality;
    private readonly Random _random;
    private readonly string _prefix;
    private readonly List<NetworkNamespace> _places = [];
    private readonly Dictionary<uint, TunDevice> _devices = [];
    private readonly PriorityQueue<(TunDevice To, byte[] Packet), long> _onTheirWay = new();
    private readonly CancellationTokenSource _end = new();
    private Thread? _thread;

    private BadNetwork(LinkQuality quality, int seed)
    {
        _quality = quality;
        _random = new Random(seed);
        // A block that is set aside for tests of networks (RFC 2544), and a part of it that no other run on this machine has.
        _prefix = $"198.18.{Environment.ProcessId % 250}";
        HostAddress = ToNumber(IPAddress.Parse($"{_prefix}.1"));
    }

    /// <summary>The namespaces.</summary>
    public IReadOnlyList<NetworkNamespace> Places => _places;

    /// <summary>How many packets were lost.</summary>
    public int Lost { get; private set; }

    /// <summary>How many overtook others.</summary>
    public int Overtook { get; private set; }

    private uint HostAddress { get; }

    /// <summary>Makes the network.</summary>
    /// <exception cref="InvalidOperationException">This user may not.</exception>
    public static async Task<BadNetwork> StartAsync(int places, LinkQuality quality, int seed, CancellationToken cancellationToken)
    {
        var network = new BadNetwork(quality, seed);
        try
        {
            var host = TunDevice.Create();
            network._devices.Add(network.HostAddress, host);
            await Programs.RunAsync("ip", ["address", "add", $"{network._prefix}.1/24", "dev", host.Name], cancellationToken);
            await Programs.RunAsync("ip", ["link", "set", host.Name, "up"], cancellationToken);
            for (var i = 0; i < places; i++)
            {
                var address = IPAddress.Parse($"{network._prefix}.{i + 10}");
                var device = TunDevice.Create();
                network._devices.Add(ToNumber(address), device);
                network._places.Add(await NetworkNamespace.CreateAsync(device, address, cancellationToken));
            }

            network._thread = new Thread(network.Forward) { IsBackground = true, Name = "bad network" };
            network._thread.Start();
            return network;
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _thread?.Join();
        _places.ForEach(place => place.Dispose());
        foreach (var device in _devices.Values)
        {
            device.Dispose();
        }

        _end.Dispose();
    }

    private static uint ToNumber(IPAddress address) => BinaryPrimitives.ReadUInt32BigEndian(address.GetAddressBytes());

    private void Forward()
    {
        var devices = _devices.Values.ToArray();
        var watched = Array.ConvertAll(devices, device => new Watched { File = (int)device.File.DangerousGetHandle(), Events = ReadableEvent });
        var buffer = new byte[TunDevice.MaxPacket];
        while (!_end.IsCancellationRequested)
        {
            _ = Poll(watched, (nuint)watched.Length, SendDue());
            for (var i = 0; i < devices.Length; i++)
            {
                while (watched[i].Happened != 0 && devices[i].Read(buffer) is var length and >= LeastPacket)
                {
                    Take(buffer.AsSpan(0, length));
                }
            }
        }
    }

    /// <summary>Sends what has been on its way long enough; answers the milliseconds until the next.</summary>
    private int SendDue()
    {
        while (_onTheirWay.TryPeek(out var next, out var due))
        {
            var wait = due - Environment.TickCount64;
            if (wait > 0)
            {
                return (int)Math.Min(wait, LongestWait);
            }

            _onTheirWay.Dequeue();
            next.To.Write(next.Packet);
        }

        return LongestWait;
    }

    private void Take(ReadOnlySpan<byte> packet)
    {
        var (source, destination) = (BinaryPrimitives.ReadUInt32BigEndian(packet[SourceOffset..]), BinaryPrimitives.ReadUInt32BigEndian(packet[DestinationOffset..]));
        if (packet[0] >> 4 != 4 || !_devices.TryGetValue(destination, out var to))
        {
            return;
        }

        if (source == HostAddress || destination == HostAddress)
        {
            to.Write(packet.ToArray());
        }
        else if (_random.NextDouble() < _quality.LossShare || _onTheirWay.Count >= QueueLength)
        {
            Lost++;
        }
        else if (_random.NextDouble() < _quality.OvertakingShare)
        {
            Overtook++;
            to.Write(packet.ToArray());
        }
        else
        {
            _onTheirWay.Enqueue((to, packet.ToArray()), Environment.TickCount64 + (long)_quality.Delay.TotalMilliseconds);
        }
    }

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll([In, Out] Watched[] files, nuint count, int timeout);

    [StructLayout(LayoutKind.Sequential)]
    private struct Watched
    {
        public int File;
        public short Events;
        public short Happened;
    }
}
