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
    private const long Awake = 0;

    /// <summary>Whoever adds work has to wake the loop, which still looks whether there is some.</summary>
    private const long FallingAsleep = 1;

    /// <summary>What other clocks count in.</summary>
    private const ulong NanosecondsPerTick = 100;

    /// <summary>
    /// After so many rounds in which nothing came and the next time was still the present, only time helps: ngtcp2 waits for some of its times to have passed
    /// and names them as its next until then. The system clock passes them by itself, a clock that stands does not.
    /// </summary>
    private const int MaxVainRounds = 8;

    private readonly QuicClock _clock;
    private readonly SafeFileHandle _event;
    private readonly ITimer? _timer;
    private readonly Linux.PollDescriptor[] _descriptors;
    private long _sleeps = FallingAsleep;
    private int _vainRounds;

    /// <summary><see cref="Awake"/>, <see cref="FallingAsleep"/>, or which sleep this is.</summary>
    private long _state;

    public LoopSleep(QuicClock clock, IReadOnlyList<IDatagramTransport> transports)
    {
        _clock = clock;
        _event = Linux.CreateEvent();
        _descriptors = GC.AllocateArray<Linux.PollDescriptor>(transports.Count + 1, pinned: true);
        for (var i = 0; i < transports.Count; i++)
        {
            _descriptors[i] = new Linux.PollDescriptor { Descriptor = transports[i].ReadyDescriptor, Events = Linux.PollIn };
        }

        _descriptors[^1] = new Linux.PollDescriptor { Descriptor = (int)_event.DangerousGetHandle(), Events = Linux.PollIn };
        if (clock.Provider != TimeProvider.System)
        {
            _timer = clock.Provider.CreateTimer(static state => ((LoopSleep)state!).Wake(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Wakes the loop. From any thread; costs a system call only when the loop is asleep.</summary>
    public void Wake()
    {
        if (Interlocked.Exchange(ref _state, Awake) != Awake)
        {
            Linux.SignalEvent(_event);
        }
    }

    /// <summary>Waits for a datagram, for <see cref="Wake"/>, or for <paramref name="due"/>; only looks when <paramref name="hasWork"/> says so.</summary>
    public void Wait(ulong due, Func<bool> hasWork)
    {
        var now = _clock.Now();
        var timeout = due - Math.Min(due, now);
        if (_timer is not null)
        {
            timeout = Math.Max(timeout, _vainRounds < MaxVainRounds ? 0 : NanosecondsPerTick);
            _timer.Change(due == ulong.MaxValue ? Timeout.InfiniteTimeSpan : QuicClock.Duration(timeout + NanosecondsPerTick), Timeout.InfiniteTimeSpan);
        }

        // Whoever adds work after this line wakes us; whoever did before is seen by hasWork. So with a timer: one that fired before did nothing, and one
        // that was set while its clock moved comes too late.
        Interlocked.Exchange(ref _state, FallingAsleep);
        var isNeeded = hasWork() || (_timer is not null && _clock.Now() != now);
        var isAsleep = !isNeeded && timeout > 0;
        if (isAsleep)
        {
            Interlocked.CompareExchange(ref _state, ++_sleeps, FallingAsleep);
        }

        var ready = Poll(!isAsleep ? 0 : due == ulong.MaxValue || _timer is not null ? null : timeout);
        Volatile.Write(ref _state, Awake);
        _vainRounds = isNeeded || isAsleep || ready > 0 ? 0 : _vainRounds + 1;
        if (_descriptors[^1].Results != 0)
        {
            Linux.ClearEvent(_event);
        }
    }

    /// <summary>Which sleep of the loop this is, for as long as nobody has woken it; 0 while it is awake. From any thread.</summary>
    public long Sleep => Volatile.Read(ref _state) is > FallingAsleep and var sleep ? sleep : 0;

    /// <summary>Whether the transport at this place had datagrams at the last wait.</summary>
    public bool IsReady(int transport) => _descriptors[transport].Results != 0;

    public void Dispose()
    {
        _timer?.Dispose();
        _event.Dispose();
    }

    /// <summary>Waits for so many nanoseconds; for ever where there is no limit. Answers how many descriptors are ready.</summary>
    private int Poll(ulong? timeout)
    {
        var (seconds, nanoseconds) = Math.DivRem(timeout ?? 0, 1_000_000_000);
        var time = new Linux.TimeSpec { Seconds = (long)seconds, Nanoseconds = (long)nanoseconds };
        fixed (Linux.PollDescriptor* descriptors = _descriptors)
        {
            return Linux.Poll(descriptors, (nuint)_descriptors.Length, timeout is null ? null : &time, 0);
        }
    }
}
