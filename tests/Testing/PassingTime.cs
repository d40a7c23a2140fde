using SoundTime.Iroh;

namespace SoundTime.Testing;

/// <summary>
/// Lets time pass for endpoints on a network in memory: moves the clock by a millisecond whenever they have done all they can without it, and as long as any of
/// them waits for a time. On a thread of its own, which takes none of the pool's from those who have work to do.
/// </summary>
internal sealed class PassingTime : IDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(1);

    private readonly ManualTime _time;
    private readonly MemoryNetwork _network;
    private readonly IReadOnlyCollection<IrohEndpoint> _endpoints;
    private readonly Lock _gate = new();
    private readonly ManualResetEventSlim _end = new();
    private readonly Thread _thread;
    private volatile bool _isSlow;

    /// <summary>Begins at once.</summary>
    public PassingTime(ManualTime time, MemoryNetwork network, params IReadOnlyCollection<IrohEndpoint> endpoints)
    {
        _time = time;
        _network = network;
        _endpoints = endpoints;
        _thread = new Thread(Run) { Name = "passing time", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Whether it passes no faster than real time: for a dial, which has work to do on other threads, and a time limit.</summary>
    public bool IsSlow
    {
        get => _isSlow;
        set => _isSlow = value;
    }

    /// <summary>Does something while the clock stands.</summary>
    public T Halt<T>(Func<T> action)
    {
        lock (_gate)
        {
            return action();
        }
    }

    /// <summary>The clock stands from then on.</summary>
    public void Dispose()
    {
        _end.Set();
        _thread.Join();
        _end.Dispose();
    }

    private void Run()
    {
        var pause = new SpinWait();
        while (!_end.IsSet)
        {
            lock (_gate)
            {
                if (_network.IsQuiet(_endpoints) && _time.NextTimer is not null)
                {
                    _time.Advance(Step);
                }
            }

            if (_isSlow)
            {
                _end.Wait(Step);
            }
            else
            {
                pause.SpinOnce(sleep1Threshold: -1);
            }
        }
    }
}
