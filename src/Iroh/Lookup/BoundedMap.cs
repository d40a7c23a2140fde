using System.Diagnostics.CodeAnalysis;

namespace SoundTime.Iroh.Lookup;

/// <summary>A map that forgets what was set longest ago where it is full. Not for several threads at once.</summary>
internal sealed class BoundedMap<TKey, TValue>(int capacity)
    where TKey : notnull
{
    private readonly Dictionary<TKey, LinkedListNode<(TKey Key, TValue Value)>> _entries = [];

    /// <summary>The entries, those set longest ago first.</summary>
    private readonly LinkedList<(TKey Key, TValue Value)> _byAge = new();

    public int Count => _entries.Count;

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        var found = _entries.TryGetValue(key, out var entry);
        value = found ? entry!.Value.Value : default;
        return found;
    }

    public void Set(TKey key, TValue value)
    {
        if (_entries.Remove(key, out var old))
        {
            _byAge.Remove(old);
        }
        else if (_entries.Count == capacity)
        {
            _entries.Remove(_byAge.First!.Value.Key);
            _byAge.RemoveFirst();
        }

        _entries[key] = _byAge.AddLast((key, value));
    }
}
