using System.Buffers.Binary;
using SoundTime.Iroh.Relays;

namespace SoundTime.Relay.Sessions;

/// <summary>Watching: what is silent is asked, what does not answer or does not take what is written is cut off.</summary>
internal sealed partial class RelaySession
{
    private readonly Lock _pingLock = new();
    private ulong? _ping;
    private long _pingSentAt;

    /// <summary>Looks at the clock; called about twice a second.</summary>
    public void Watch()
    {
        var now = _time.GetTimestamp();
        var writingSince = Volatile.Read(ref _writingSince);
        if (writingSince != 0 && _time.GetElapsedTime(writingSince, now) > RelayLimits.WriteTimeout)
        {
            CutOff(SessionEnd.Stuck);
            return;
        }

        lock (_pingLock)
        {
            if (_ping is not null)
            {
                if (_time.GetElapsedTime(_pingSentAt, now) > RelayLimits.PongTimeout)
                {
                    CutOff(SessionEnd.Silent);
                }
            }
            else if (_time.GetElapsedTime(Volatile.Read(ref _receivedAt), now) > _pingAfter)
            {
                SendPing(now);
            }
        }
    }

    private void SendPing(long now)
    {
        _ping = NextPing();
        _pingSentAt = now;
        Span<byte> frame = stackalloc byte[RelayProtocol.PingSize];
        frame[0] = (byte)RelayFrameType.Ping;
        BinaryPrimitives.WriteUInt64LittleEndian(frame[1..], _ping.Value);
        SendControl(frame);
    }

    private void TakePong(ReadOnlySpan<byte> payload)
    {
        lock (_pingLock)
        {
            if (_ping == BinaryPrimitives.ReadUInt64LittleEndian(payload))
            {
                _ping = null;
            }
        }
    }

    private void CutOff(SessionEnd reason)
    {
        Close(reason);
        _socket.Abort();
    }
}
