using Microsoft.Win32.SafeHandles;
using SoundTime.Iroh.Datagrams;
using SoundTime.Iroh.Native;

namespace SoundTime.Iroh.Quic;

/// <summary>
/// How the loop waits: for datagrams, for a wake-up, or for a time, whichever is first. On the system clock the time limit is the
/// kernel's, exact to microseconds; on any other clock a timer of that clock wakes the loop, so that virtual time works.
/// </summary>
internal sealed unsafe class LoopSleep : IDisposable
{
    private readonly SafeFileHandle _event;
    private readonly ITimer? _timer;
    private readonly Linux.PollDescriptor[] _descriptors;
    private int _asleep;

    public LoopSleep(TimeProvider time, IReadOnlyList<IDatagramTransport> transports)
    {
        _event = Linux.CreateEvent();
        _descriptors = GC.AllocateArray<Linux.PollDescriptor>(transports.Count + 1, pinned: true);
        for (var i = 0; i < transports.Count; i++)
        {
            _descriptors[i] = new Linux.PollDescriptor { Descriptor = transports[i].ReadyDescriptor, Events = Linux.PollIn };
        }

        _descriptors[^1] = new Linux.PollDescriptor { Descriptor = (int)_event.DangerousGetHandle(), Events = Linux.PollIn };
        if (time != TimeProvider.System)
        {
            _timer = time.CreateTimer(static state => ((LoopSleep)state!).Wake(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Wakes the loop. From any thread; costs a system call only when the loop is asleep.</summary>
    public void Wake()
    {
        if (Interlocked.Exchange(ref _asleep, 0) == 1)
        {
            Linux.SignalEvent(_event);
        }
    }

    /// <summary>Waits for a datagram, for <see cref="Wake"/>, or for <paramref name="due"/>; only looks when <paramref name="hasWork"/> says so.</summary>
    public void Wait(ulong due, ulong now, Func<bool> hasWork)
    {
        // Whoever adds work after this line wakes us; whoever did before is seen by hasWork.
        Interlocked.Exchange(ref _asleep, 1);
        var timeout = hasWork() ? 0 : due > now ? due - now : 0;
        fixed (Linux.PollDescriptor* descriptors = _descriptors)
        {
            if (due == ulong.MaxValue && timeout > 0)
            {
                _ = Linux.Poll(descriptors, (nuint)_descriptors.Length, null, 0);
            }
            else
            {
                PollUntil(descriptors, timeout);
            }
        }

        Volatile.Write(ref _asleep, 0);
        if (_descriptors[^1].Results != 0)
        {
            Linux.ClearEvent(_event);
        }
    }

    /// <summary>Whether the loop waits and nobody has woken it. From any thread.</summary>
    public bool IsAsleep => Volatile.Read(ref _asleep) == 1;

    /// <summary>Whether the transport at this place had datagrams at the last wait.</summary>
    public bool IsReady(int transport) => _descriptors[transport].Results != 0;

    public void Dispose()
    {
        _timer?.Dispose();
        _event.Dispose();
    }

    private void PollUntil(Linux.PollDescriptor* descriptors, ulong timeout)
    {
        if (_timer is not null && timeout > 0)
        {
            _timer.Change(QuicClock.Duration(timeout + 100), Timeout.InfiniteTimeSpan);
            _ = Linux.Poll(descriptors, (nuint)_descriptors.Length, null, 0);
            return;
        }

        var (seconds, nanoseconds) = Math.DivRem(timeout, 1_000_000_000);
        var time = new Linux.TimeSpec { Seconds = (long)seconds, Nanoseconds = (long)nanoseconds };
        _ = Linux.Poll(descriptors, (nuint)_descriptors.Length, &time, 0);
    }
}
