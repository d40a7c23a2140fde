using System.Collections.Concurrent;

namespace SoundTime.Grains.Contract.Support;

/// <summary>Weak references to grains and what they are sent.</summary>
public sealed class Witnesses
{
    private readonly ConcurrentBag<WeakReference> _objects = [];

    /// <summary>How many of them are in memory.</summary>
    public int Alive => _objects.Count(witnessed => witnessed.IsAlive);

    /// <summary>Keeps an eye on an object.</summary>
    public void Add(object witnessed) => _objects.Add(new WeakReference(witnessed));
}
