using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using SoundTime.Iroh.Stun;
using SoundTime.Relay.Metrics;
using SoundTime.Testing;

namespace SoundTime.Relay.Tests;

/// <summary>Telling nodes which address others see them under.</summary>
public sealed class StunTests : RelayTest, IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

    private static RelayOptions WithStun => Options with { StunOn = new IPEndPoint(IPAddress.Loopback, 0) };

    [Fact]
    public async Task A_request_is_answered_with_the_address_that_it_came_from()
    {
        await using var relay = await StartAsync(WithStun);
        await _socket.ConnectAsync(relay.StunEndPoint!, Token);
        Assert.Equal(_socket.LocalEndPoint, await AskAsync());
    }

    [Fact]
    public async Task What_is_no_request_gets_no_answer_and_harms_nobody()
    {
        await using var relay = await StartAsync(WithStun);
        await _socket.ConnectAsync(relay.StunEndPoint!, Token);
        var response = new byte[StunMessage.MaxResponseLength];
        var length = StunMessage.WriteResponse(default, new IPEndPoint(IPAddress.Loopback, 1), response);
        byte[][] junk = [[], [0], new byte[StunMessage.RequestLength], response[..length], new byte[StunMessage.MaxLength + 1], new byte[60_000]];
        foreach (var datagram in junk)
        {
            await _socket.SendAsync(datagram, Token);
        }

        // The first answer that comes is that to the request.
        Assert.Equal(_socket.LocalEndPoint, await AskAsync());
        Assert.Equal(junk.Length, relay.Services.GetRequiredService<RelayMetrics>().StunIgnoredCount);
    }

    [Fact]
    public async Task An_address_that_asks_without_end_is_ignored_for_a_while()
    {
        const int Burst = 20;
        var time = new ManualTime();
        await using var relay = await StartAsync(WithStun, time);
        await _socket.ConnectAsync(relay.StunEndPoint!, Token);
        for (var i = 0; i < Burst; i++)
        {
            await AskAsync();
        }

        await SendRequestAsync();
        await UntilAsync(() => relay.Services.GetRequiredService<RelayMetrics>().StunIgnoredCount == 1);
        Assert.Equal(0, _socket.Available);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(_socket.LocalEndPoint, await AskAsync());
    }

    public void Dispose() => _socket.Dispose();

    private async Task SendRequestAsync()
    {
        var request = new byte[StunMessage.RequestLength];
        StunMessage.WriteRequest(default, request);
        await _socket.SendAsync(request, Token);
    }

    private async Task<IPEndPoint> AskAsync()
    {
        await SendRequestAsync();
        var answer = new byte[StunMessage.MaxLength];
        var length = await _socket.ReceiveAsync(answer, Token);
        Assert.True(StunMessage.TryReadResponse(answer.AsSpan(0, length), out _, out var observed));
        return observed;
    }
}
