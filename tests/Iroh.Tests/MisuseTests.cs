using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using SoundTime.Iroh.Tests.Support;
using SoundTime.Testing;

namespace SoundTime.Iroh.Tests;

/// <summary>What comes in that no node would send.</summary>
public sealed class MisuseTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task Noise_at_the_port_disturbs_no_transfer()
    {
        await using var a = Endpoints.Bind();
        await using var b = Endpoints.Bind();
        var (dialled, accepted) = await Endpoints.ConnectAsync(a, b, Token);
        var (opened, received) = await Endpoints.OpenAsync(dialled, accepted, Token);
        using var stop = new CancellationTokenSource();
        var noise = Task.Run(() => MakeNoise(b.LocalEndPoints[0], stop.Token), Token);
        var data = RandomNumberGenerator.GetBytes(10_000_000);
        var writing = Task.Run(async () =>
        {
            await opened.WriteAsync(data, Token);
            opened.CompleteWrites();
        }, Token);
        using var result = new MemoryStream();
        await received.CopyToAsync(result, Token);
        await writing;
        await stop.CancelAsync();
        var sent = await noise;
        Assert.True(data.AsSpan().SequenceEqual(result.ToArray()));
        Assert.True(sent > 100);
        await Endpoints.ConnectAsync(a, b, Token);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task Another_version_of_quic_is_answered_with_ours()
    {
        await using var b = Endpoints.Bind();
        using var socket = Connect(b);
        var packet = new byte[1200];
        packet[0] = 0xc0;
        packet.AsSpan(1, 4).Fill(0x1a);
        packet[5] = 8;
        packet[14] = 8;
        await socket.SendAsync(packet, Token);
        var answer = new byte[1500];
        var length = await socket.ReceiveAsync(answer, Token);
        Assert.Equal(new byte[4], answer[1..5]);
        Assert.Equal(new byte[] { 0, 0, 0, 1 }, answer[(length - 4)..length]);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task Packets_of_unknown_connections_are_answered_with_fewer_bytes_and_only_so_many_a_second()
    {
        const int Sent = 500;
        await using var b = Endpoints.Bind();
        using var socket = Connect(b);
        var packet = new byte[200];
        for (var i = 0; i < Sent; i++)
        {
            RandomNumberGenerator.Fill(packet);
            packet[0] = (byte)((packet[0] & 0x3f) | 0x40);
            await socket.SendAsync(packet, Token);
        }

        // A version negotiation marks the end: what comes before it is all there is.
        await AskForVersionsAsync(socket);
        var resets = 0;
        var answer = new byte[1500];
        while (true)
        {
            var length = await socket.ReceiveAsync(answer, Token);
            if ((answer[0] & 0x80) != 0)
            {
                break;
            }

            Assert.InRange(length, 21, 43);
            resets++;
        }

        // A second may pass in between, so that the allowance counts twice.
        Assert.InRange(resets, 1, 2 * Quic.QuicLimits.StatelessResetsPerSecond);
    }

    [Theory(Timeout = Waiting.TestLimit)]
    [InlineData(8, 0x00)]
    [InlineData(20, 0x40)]
    [InlineData(200, 0x00)]
    [InlineData(1199, 0xc0)]
    public async Task What_is_no_quic_is_not_answered(int size, byte first)
    {
        await using var b = Endpoints.Bind();
        using var socket = Connect(b);
        var packet = RandomNumberGenerator.GetBytes(size);
        packet[0] = first;
        if (size > 5)
        {
            // Version 1, so that no version negotiation is due.
            new byte[] { 0, 0, 0, 1 }.CopyTo(packet, 1);
        }

        await socket.SendAsync(packet, Token);
        await AskForVersionsAsync(socket);
        var answer = new byte[1500];
        var length = await socket.ReceiveAsync(answer, Token);
        Assert.Equal(new byte[] { 0, 0, 0, 1 }, answer[(length - 4)..length]);
        Assert.Equal(0, socket.Available);
    }

    private static async Task AskForVersionsAsync(Socket socket)
    {
        var packet = new byte[1200];
        packet[0] = 0xc0;
        packet.AsSpan(1, 4).Fill(0x1a);
        packet[5] = 8;
        packet[14] = 8;
        await socket.SendAsync(packet, Token);
    }

    private static Socket Connect(IrohEndpoint endpoint)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = 4 << 20 };
        socket.Connect(endpoint.LocalEndPoints[0]);
        return socket;
    }

    private static int MakeNoise(IPEndPoint target, CancellationToken cancellationToken)
    {
        const int MaxPackets = 50_000;
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        var sent = 0;
        var packet = new byte[1400];
        for (; sent < MaxPackets && !cancellationToken.IsCancellationRequested; sent++)
        {
            var size = RandomNumberGenerator.GetInt32(1, packet.Length);
            RandomNumberGenerator.Fill(packet.AsSpan(0, size));
            socket.SendTo(packet.AsSpan(0, size), target);
        }

        return sent;
    }
}
