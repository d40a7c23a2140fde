using System.Text;
using System.Text.Json;

namespace SoundTime.Wire.Json;

/// <summary>The known fields of an object, in the order in which they are usually written.</summary>
internal sealed class FieldNames
{
    private const char OptionalMark = '?';

    private readonly string[] _names;
    private readonly byte[][] _utf8Names;
    private readonly uint _required;

    private FieldNames(string[] names)
    {
        _names = [.. names.Select(name => name.TrimEnd(OptionalMark))];
        _utf8Names = [.. _names.Select(Encoding.UTF8.GetBytes)];
        for (var index = 0; index < names.Length; index++)
        {
            _required |= names[index].EndsWith(OptionalMark) ? 0 : 1u << index;
        }
    }

    /// <summary>Up to 32 names; those that may be missing end in a question mark.</summary>
    public static FieldNames Of(params string[] names) => new(names);

    public string this[int index] => _names[index];

    /// <summary>The field that the property name under the reader names, or -1. Looks first behind the field found last.</summary>
    public int IndexOf(ref readonly Utf8JsonReader json, int last)
    {
        for (var step = 1; step <= _utf8Names.Length; step++)
        {
            var index = (last + step) % _utf8Names.Length;
            if (json.ValueTextEquals(_utf8Names[index]))
            {
                return index;
            }
        }

        return -1;
    }

    /// <summary>A required field that is not among those seen (a bit for each), or null.</summary>
    public string? FirstMissing(uint seen)
    {
        var missing = _required & ~seen;
        return missing == 0 ? null : _names[System.Numerics.BitOperations.TrailingZeroCount(missing)];
    }
}
