using System.Security.Cryptography;
using SoundTime.Iroh.Datagrams;
using SoundTime.Iroh.Relays;
using SoundTime.Iroh.Tests.Support;
using SoundTime.Wire;

namespace SoundTime.Iroh.Tests.Relays;

/// <summary>What datagrams through relays cost the endpoint's thread in memory: nothing, once the queues have their size.</summary>
public sealed class RelayAllocationTests : IDatagramReceiver
{
    private const int Rounds = 1000;
    private static readonly RelayUrl Relay = RelayUrl.Parse("http://192.0.2.1/");
    private static readonly NodeId Peer = new(RandomNumberGenerator.GetBytes(NodeId.Size));
    private int _received;

    [Fact]
    public void Sending_allocates_nothing_for_each_datagram()
    {
        using var transport = new RelayTransport(new IrohEndpointOptions
        {
            SecretKey = Identity.SecretKey.Generate(),
            Protocol = Endpoints.Protocol,
            Relays = [new RelayServer(Relay)],
        });
        var path = transport.PathTo(transport.AddressOf(Relay, Peer));
        var batch = new byte[12_000];
        Assert.Equal(0, Measure(() => transport.Send(path, batch, 1200, 0)));
    }

    [Fact]
    public void Receiving_allocates_nothing_for_each_datagram()
    {
        using var inbox = new RelayInbox(TimeProvider.System);
        var frame = new byte[RelayProtocol.DatagramHeader + 1200];
        RelayProtocol.WriteDatagramHeader(frame, RelayFrameType.RelayToClientDatagram, Peer);
        var standIns = new StandInMap(TimeProvider.System, 10, _ => true);
        Action<RelayUrl, Memory<byte>> take = (relay, bytes) =>
        {
            Assert.True(RelayProtocol.TryReadDatagrams(bytes.Span, out var node, out _, out var datagram));
            Assert.True(standIns.TryAdmit(relay, node, out var from));
            ((IDatagramReceiver)this).OnDatagram(new DatagramPath(StandInMap.Own, from), datagram, 0);
        };
        Assert.Equal(0, Measure(() =>
        {
            inbox.Add(Relay, frame);
            inbox.Receive(take);
        }));
        Assert.Equal(2 * Rounds, _received);
    }

    void IDatagramReceiver.OnDatagram(in DatagramPath path, Span<byte> datagram, byte ecn) => _received++;

    private static long Measure(Action action)
    {
        Run(action);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(action);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void Run(Action action)
    {
        for (var i = 0; i < Rounds; i++)
        {
            action();
        }
    }
}
