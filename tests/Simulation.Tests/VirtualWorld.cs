using System.Net;
using SoundTime.Iroh;
using SoundTime.Iroh.Datagrams;
using SoundTime.Iroh.Identity;
using SoundTime.Testing;
using SoundTime.Wire;

namespace SoundTime.Simulation.Tests;

/// <summary>
/// A network in memory and a clock that moves only when nothing is left to be done: no datagram under way, no endpoint awake, no work on the
/// thread pool. So a machine that is slow changes nothing of what happens. Needs a process in which nothing else runs.
/// </summary>
internal sealed class VirtualWorld
{
    /// <summary>How often in a row nothing must be found to do: work passes from an endpoint's thread to the pool and back.</summary>
    private const int QuietLooks = 3;

    /// <summary>
    /// How long nothing may come to its end, real time, before threads that count as working are taken for asleep: one that waits for something outside of the world (the test's own
    /// runner has such) must not hold up its clock for ever.
    /// </summary>
    private static readonly TimeSpan AsleepAfter = TimeSpan.FromSeconds(5);

    private readonly MemoryNetwork _network = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<NodeId, Place> _places = [];
    private readonly HashSet<NodeId> _cut = [];
    private int _nextHost = 1;

    /// <summary>Threads of the pool that count as working, and do not.</summary>
    private int _asleep;

    public VirtualWorld() => _network.Passes = (path, _) => Passes(path);

    public ManualTime Time { get; } = new();

    /// <summary>Puts an endpoint on the network. A node that comes back has a new address, as after a restart on a free port.</summary>
    public IrohEndpoint Start(SecretKey key, Func<IrohEndpointOptions, IrohEndpointOptions>? configure = null)
    {
        var address = new IPEndPoint(new IPAddress(new byte[] { 10, 0, (byte)(_nextHost >> 8), (byte)_nextHost++ }), 11204);
        var options = new IrohEndpointOptions { SecretKey = key, Protocol = ProtocolInfo.Alpn, TimeProvider = Time };
        var endpoint = IrohEndpoint.Start(configure?.Invoke(options) ?? options, [_network.AttachAt(address)]);
        lock (_gate)
        {
            _places[endpoint.Id] = new Place(endpoint, new DatagramAddress(address), address);
        }

        return endpoint;
    }

    /// <summary>Where a node is now; null while it is off.</summary>
    public IPEndPoint? Find(NodeId id)
    {
        lock (_gate)
        {
            return _places.TryGetValue(id, out var place) ? place.EndPoint : null;
        }
    }

    public void Remove(NodeId id)
    {
        lock (_gate)
        {
            _places.Remove(id);
        }
    }

    /// <summary>Cuts a node off from all others.</summary>
    public void Cut(NodeId id)
    {
        lock (_gate)
        {
            _cut.Add(id);
        }
    }

    public void Mend()
    {
        lock (_gate)
        {
            _cut.Clear();
        }
    }

    /// <summary>Lets time pass until something is so; answers whether it came to that within the limit.</summary>
    public Task<bool> RunUntilAsync(Func<Task<bool>> condition, TimeSpan limit, TimeSpan lookEvery) => Task.Factory.StartNew(
        () =>
        {
            var end = Time.GetUtcNow() + limit;
            while (true)
            {
                Run(lookEvery);
                if (condition().GetAwaiter().GetResult())
                {
                    return true;
                }

                if (Time.GetUtcNow() >= end)
                {
                    return false;
                }
            }
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

    /// <summary>Lets time pass, whatever happens.</summary>
    public Task RunAsync(TimeSpan time) =>
        Task.Factory.StartNew(() => Run(time), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Lets time pass while a task runs, and gives what it gives.</summary>
    public Task<T> RunWhileAsync<T>(Func<Task<T>> work) => Task.Factory.StartNew(
        () =>
        {
            var task = Task.Run(work);
            while (!task.IsCompleted)
            {
                WaitUntilQuiet();
                if (!task.IsCompleted)
                {
                    AdvanceTo(Time.GetUtcNow() + TimeSpan.FromSeconds(1));
                }
            }

            return task.GetAwaiter().GetResult();
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

    private void Run(TimeSpan time)
    {
        var end = Time.GetUtcNow() + time;
        while (Time.GetUtcNow() < end)
        {
            WaitUntilQuiet();
            AdvanceTo(end);
        }

        WaitUntilQuiet();
    }

    /// <summary>Moves the clock to the next timer, or to the end if none comes before.</summary>
    private void AdvanceTo(DateTimeOffset end)
    {
        var now = Time.GetUtcNow();
        var next = Time.NextTimer is { } timer && timer < end ? timer : end;
        Time.Advance(next > now ? next - now : TimeSpan.Zero);
    }

    private void WaitUntilQuiet()
    {
        var wait = new SpinWait();
        var startedAt = TimeProvider.System.GetTimestamp();
        var (completed, completedAt) = (ThreadPool.CompletedWorkItemCount, startedAt);
        for (var quiet = 0; quiet < QuietLooks; quiet = IsQuiet() ? quiet + 1 : 0)
        {
            if (TimeProvider.System.GetElapsedTime(startedAt) > Waiting.Patience)
            {
                throw new TimeoutException($"Something is left to be done for {Waiting.Patience}: {Describe()}");
            }

            if (ThreadPool.PendingWorkItemCount > 0 || ThreadPool.CompletedWorkItemCount != completed || !AreIdle())
            {
                (completed, completedAt) = (ThreadPool.CompletedWorkItemCount, TimeProvider.System.GetTimestamp());
            }
            else if (TimeProvider.System.GetElapsedTime(completedAt) > AsleepAfter)
            {
                _asleep = Working;
                TestContext.Current.SendDiagnosticMessage("{0} threads of the pool count as working and do nothing; the clock goes on without them.", _asleep);
            }

            wait.SpinOnce(sleep1Threshold: -1);
        }
    }

    private static int Working
    {
        get
        {
            ThreadPool.GetMaxThreads(out var most, out _);
            ThreadPool.GetAvailableThreads(out var free, out _);
            return most - free;
        }
    }

    /// <summary>What keeps the world from being quiet, for the text of a failure.</summary>
    private string Describe()
    {
        lock (_gate)
        {
            var endpoints = _places.Values.Select(place => $"{place.Endpoint.Id.ShortText} {(_network.IsQuiet(place.Endpoint) ? "waits" : $"does not wait ({place.Endpoint.IdleWait})")}");
            return $"{ThreadPool.PendingWorkItemCount} items wait for a thread, {Working} threads work, {_asleep} of them asleep; {string.Join(", ", endpoints)}. {Time}";
        }
    }

    private bool IsQuiet()
    {
        var working = Working;
        if (working < _asleep)
        {
            // One has gone on, and ended.
            _asleep = working;
        }

        return ThreadPool.PendingWorkItemCount == 0 && working == _asleep && AreIdle();
    }

    private bool AreIdle()
    {
        lock (_gate)
        {
            return _network.IsQuiet([.. _places.Values.Select(place => place.Endpoint)]);
        }
    }

    private bool Passes(DatagramPath path)
    {
        lock (_gate)
        {
            return _cut.Count == 0 || !_places.Any(place => _cut.Contains(place.Key) && (place.Value.Address.Equals(path.Local) || place.Value.Address.Equals(path.Remote)));
        }
    }

    private sealed record Place(IrohEndpoint Endpoint, DatagramAddress Address, IPEndPoint EndPoint);
}
