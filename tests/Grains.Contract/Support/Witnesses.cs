using System.Collections.Concurrent;

namespace SoundTime.Grains.Contract.Support;

/// <summary>Weak references to grains.</summary>
public sealed class Witnesses
{
    private readonly ConcurrentBag<WeakReference> _grains = [];

    /// <summary>How many of them are in memory.</summary>
    public int Alive => _grains.Count(grain => grain.IsAlive);

    /// <summary>Keeps an eye on a grain.</summary>
    public void Add(object grain) => _grains.Add(new WeakReference(grain));
}
