using System.Buffers.Binary;

namespace SoundTime.Iroh.Relays;

internal sealed partial class RelaySession
{
    private readonly Lock _gate = new();
    private readonly Signal _wake = new();
    private readonly Queue<ulong> _pongs = [];
    private readonly byte[] _control = new byte[RelayProtocol.PingSize];
    private ulong? _awaitedPong;
    private bool _isPingDue;
    private long _pingSent;
    private long _sendingSince;
    private volatile bool _isStopping;

    /// <summary>Has the loop look for something to send. From any thread.</summary>
    public void Wake() => _wake.Set();

    private async Task SendAsync()
    {
        while (true)
        {
            if (TryWriteControl())
            {
                await SendAsync(_control).ConfigureAwait(false);
            }
            else if (_outbox.TryTake(out _, out var frame))
            {
                try
                {
                    await SendAsync(frame).ConfigureAwait(false);
                }
                finally
                {
                    _outbox.Release();
                }
            }
            else if (_isStopping)
            {
                return;
            }
            else
            {
                await _wake.WaitAsync(CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> frame)
    {
        Volatile.Write(ref _sendingSince, _time.GetTimestamp());
        await _socket.SendFrameAsync(frame).ConfigureAwait(false);
        Volatile.Write(ref _sendingSince, 0);
    }

    private void StopSending()
    {
        _isStopping = true;
        _wake.Set();
    }

    private void SendPong(ulong payload)
    {
        lock (_gate)
        {
            if (_pongs.Count == RelayLimits.MaxWaitingPongs)
            {
                _pongs.Dequeue();
            }

            _pongs.Enqueue(payload);
        }

        _wake.Set();
    }

    private void AskForPong()
    {
        lock (_gate)
        {
            _awaitedPong = unchecked((ulong)Random.Shared.NextInt64());
            _pingSent = _time.GetTimestamp();
            _isPingDue = true;
        }

        _wake.Set();
    }

    /// <summary>Pongs and Pings go before datagrams: relays wait for them half a second only (iroh sheet, section 3.4).</summary>
    private bool TryWriteControl()
    {
        lock (_gate)
        {
            ulong payload;
            if (_pongs.TryDequeue(out payload))
            {
                _control[0] = (byte)RelayFrameType.Pong;
            }
            else if (_isPingDue && _awaitedPong is { } awaited)
            {
                _control[0] = (byte)RelayFrameType.Ping;
                payload = awaited;
                _isPingDue = false;
                _pingSent = _time.GetTimestamp();
            }
            else
            {
                return false;
            }

            BinaryPrimitives.WriteUInt64BigEndian(_control.AsSpan(1), payload);
            return true;
        }
    }

    private void ThrowIfStuck()
    {
        var since = Volatile.Read(ref _sendingSince);
        if (since != 0 && _time.GetElapsedTime(since) > RelayLimits.SendTimeout)
        {
            throw RelayProblem.Stuck();
        }
    }

    private void ThrowIfSilent()
    {
        bool isAwaited;
        lock (_gate)
        {
            isAwaited = _awaitedPong is not null;
            if (isAwaited && !_isPingDue && _time.GetElapsedTime(_pingSent) > RelayLimits.PongTimeout)
            {
                throw RelayProblem.Silent();
            }
        }

        if (!isAwaited && _time.GetElapsedTime(Volatile.Read(ref _lastReceived)) >= RelayLimits.PingAfter)
        {
            AskForPong();
        }
    }
}
