using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Hosting;
using SoundTime.Iroh.Stun;
using SoundTime.Relay.Bounds;
using SoundTime.Relay.Metrics;

namespace SoundTime.Relay.Stun;

/// <summary>
/// Tells nodes over UDP which address others see them under (RFC 8489, Binding alone). Answers requests and nothing else, with one datagram of 32 or 44 bytes
/// to at least 20, and each address only so often: useless to whoever wants a third party flooded.
/// </summary>
internal sealed class StunResponder : BackgroundService
{
    private const double PerSecond = 2;
    private const int Burst = 20;

    private readonly Socket _socket;
    private readonly SourceRates _rates;
    private readonly RelayMetrics _metrics;

    /// <param name="listenOn">The UDP address; port 0 takes a free one.</param>
    /// <param name="metrics">Counts.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="RelayStartException">It cannot listen there.</exception>
    public StunResponder(IPEndPoint listenOn, RelayMetrics metrics, TimeProvider time)
    {
        _rates = new SourceRates(PerSecond, Burst, time);
        _metrics = metrics;
        try
        {
            _socket = Bind(listenOn);
        }
        catch (SocketException exception)
        {
            throw new RelayStartException(
                RelayStartFailure.Address,
                $"cannot listen on UDP {listenOn} for STUN ({exception.Message}); stop the program that does, choose another port with --stun-port, or do without with --no-stun.",
                exception);
        }

        EndPoint = (IPEndPoint)_socket.LocalEndPoint!;
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint { get; }

    public override void Dispose()
    {
        _socket.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var request = new byte[StunMessage.MaxLength];
        var response = new byte[StunMessage.MaxResponseLength];
        var from = new SocketAddress(_socket.AddressFamily);
        try
        {
            while (true)
            {
                try
                {
                    var length = await _socket.ReceiveFromAsync(request, SocketFlags.None, from, stoppingToken);
                    var sender = (IPEndPoint)EndPoint.Create(from);
                    if (!StunMessage.TryReadRequest(request.AsSpan(0, length), out var id) || !_rates.TryTake(sender.Address))
                    {
                        _metrics.StunIgnored();
                        continue;
                    }

                    length = StunMessage.WriteResponse(id, sender, response);
                    await _socket.SendToAsync(response.AsMemory(0, length), SocketFlags.None, from, stoppingToken);
                    _metrics.StunAnswered();
                }
                catch (SocketException)
                {
                    // Longer than any request, or the sender cannot be reached: this datagram's trouble, not the next one's.
                    _metrics.StunIgnored();
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private static Socket Bind(IPEndPoint listenOn)
    {
        var socket = new Socket(listenOn.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            if (listenOn.Address.Equals(IPAddress.IPv6Any))
            {
                socket.DualMode = true;
            }

            socket.Bind(listenOn);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
