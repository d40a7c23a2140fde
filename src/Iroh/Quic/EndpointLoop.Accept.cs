using System.Security.Cryptography;
using SoundTime.Iroh.Datagrams;
using SoundTime.Iroh.Native;

namespace SoundTime.Iroh.Quic;

/// <summary>First packets of strangers: a new connection, a Retry, or silence.</summary>
internal sealed unsafe partial class EndpointLoop
{
    /// <summary>First byte of the tokens that ngtcp2 makes for Retry packets (NGTCP2_CRYPTO_TOKEN_MAGIC_RETRY).</summary>
    private const byte RetryTokenMark = 0xb6;

    private const int MaxRetryToken = 256;

    private readonly byte[] _retrySecret = RandomNumberGenerator.GetBytes(32);

    /// <summary>Inbound connections whose handshake is under way.</summary>
    public int HalfOpen { get; set; }

    private void Accept(in DatagramPath path, Span<byte> datagram, byte ecn)
    {
        if (HalfOpen >= QuicLimits.MaxHalfOpen || IsFull)
        {
            EndpointLog.Full(Logger, _connections.Count, HalfOpen);
            return;
        }

        PacketHeader header;
        fixed (byte* data = datagram)
        {
            if (Ngtcp2.Accept(&header, data, (nuint)datagram.Length) != 0)
            {
                return;
            }

            var token = new ReadOnlySpan<byte>(header.Token.Base, (int)header.Token.Length);
            ConnectionId? originalDestination = null;
            if (!token.IsEmpty && token[0] == RetryTokenMark)
            {
                if (!TryVerifyRetryToken(path, header, out var original))
                {
                    return;
                }

                originalDestination = original;
            }
            else if (HalfOpen >= Options.RetryThreshold)
            {
                SendRetry(path, header);
                return;
            }

            // Without a verified token the client's choice must be long enough to be unguessable.
            if (originalDestination is null && header.Destination.Span.Length < QuicLimits.MinFirstId)
            {
                return;
            }

            try
            {
                Deliver(IrohConnection.StartServer(this, path, header, originalDestination, Clock.Now()), path, datagram, ecn);
            }
            catch (Exception exception)
            {
                // Most likely out of memory: the stranger is not answered, those who are here stay.
                EndpointLog.ConnectionFailed(Logger, exception, path.Remote.ToString());
            }
        }
    }

    private bool TryVerifyRetryToken(in DatagramPath path, in PacketHeader header, out ConnectionId original)
    {
        ConnectionId found = default;
        var destination = header.Destination;
        var remote = path.Remote;
        fixed (byte* secret = _retrySecret)
        fixed (byte* address = remote.Span)
        {
            var result = Ngtcp2.VerifyRetryToken(&found, header.Token.Base, header.Token.Length, secret, (nuint)_retrySecret.Length, header.Version, address, (uint)remote.Size, &destination, QuicClock.Nanoseconds(QuicLimits.RetryTokenLifetime), Clock.Now());
            original = found;
            return result == 0;
        }
    }

    private void SendRetry(in DatagramPath path, in PacketHeader header)
    {
        var source = ConnectionId.Random(QuicLimits.ConnectionIdLength);
        var destination = header.Source;
        var original = header.Destination;
        var remote = path.Remote;
        var token = stackalloc byte[MaxRetryToken];
        fixed (byte* secret = _retrySecret)
        fixed (byte* address = remote.Span)
        fixed (byte* answer = _answer)
        {
            var length = Ngtcp2.GenerateRetryToken(token, secret, (nuint)_retrySecret.Length, header.Version, address, (uint)remote.Size, &source, &original, Clock.Now());
            if (length > 0)
            {
                SendAnswer(path, Ngtcp2.WriteRetry(answer, (nuint)_answer.Length, header.Version, &destination, &source, &original, token, (nuint)length));
            }
        }
    }
}
