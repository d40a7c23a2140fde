using System.Net;

namespace SoundTime.Relay.Bounds;

/// <summary>Counts what each <see cref="Source"/> holds at the moment. Thread-safe.</summary>
/// <param name="max">How many one may hold.</param>
internal sealed class SourceCounter(int max)
{
    private readonly Dictionary<IPAddress, int> _held = [];

    /// <summary>Takes one more for this address; false where it holds its share.</summary>
    public bool TryTake(IPAddress address)
    {
        var source = Source.Of(address);
        lock (_held)
        {
            var count = _held.GetValueOrDefault(source);
            if (count >= max)
            {
                return false;
            }

            _held[source] = count + 1;
            return true;
        }
    }

    /// <summary>Gives back what <see cref="TryTake"/> took.</summary>
    public void Release(IPAddress address)
    {
        var source = Source.Of(address);
        lock (_held)
        {
            if (--_held[source] == 0)
            {
                _held.Remove(source);
            }
        }
    }
}
