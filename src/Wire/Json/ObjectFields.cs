using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace SoundTime.Wire.Json;

/// <summary>
/// Reads the fields of one object that lies in memory whole and is known to be well-formed: any order, unknown ones ignored,
/// doubled ones refused. The first <see cref="Fault"/> ends the reading.
/// </summary>
internal struct ObjectFields(FieldNames names)
{
    private int _index = -1;
    private uint _seen;
    private bool _opened;
    private bool _inArray;

    /// <summary>For one field whose value lies in memory alone.</summary>
    public static ObjectFields At(FieldNames names, int index) => new(names) { _index = index };

    /// <summary>What is wrong, or null. To be asked once <see cref="Next"/> has returned false.</summary>
    public Fault? Fault { get; private set; }

    /// <summary>The name of the field whose value the reader stands on.</summary>
    public readonly string Name => names[_index];

    /// <summary>Goes to the value of the next known field; false at the end or at a fault.</summary>
    public bool Next(ref Utf8JsonReader json)
    {
        if (!_opened)
        {
            _opened = true;
            if (json.TokenType != JsonTokenType.StartObject)
            {
                Fault = new Fault(WireError.WrongType, "An object was expected.");
            }
        }

        while (Fault is null && json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var index = names.IndexOf(in json, _index);
            json.Read();
            if (index >= 0)
            {
                _index = index;
                return IsFirst();
            }

            json.Skip();
        }

        if (Fault is null && names.FirstMissing(_seen) is { } missing)
        {
            Fault = new Fault(WireError.MissingField, $"{missing}: missing.");
        }

        return false;
    }

    /// <summary>A text. One that equals <paramref name="likely"/> is not made anew.</summary>
    public string Text(ref Utf8JsonReader json, string? likely = null)
    {
        if (json.TokenType != JsonTokenType.String)
        {
            Refuse(WireError.WrongType, "not a text");
            return string.Empty;
        }

        return likely is not null && json.ValueTextEquals(likely) ? likely : json.GetString()!;
    }

    /// <summary>A text or null.</summary>
    public string? OptionalText(ref Utf8JsonReader json, string? likely = null) =>
        json.TokenType == JsonTokenType.Null ? null : Text(ref json, likely);

    /// <summary>An integer written without fraction and exponent.</summary>
    public T Integer<T>(ref Utf8JsonReader json)
        where T : struct, IBinaryInteger<T>
    {
        if (json.TokenType != JsonTokenType.Number)
        {
            Refuse(WireError.WrongType, "not a number");
            return default;
        }

        if (!T.TryParse(json.ValueSpan, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
        {
            var isInteger = json.ValueSpan.IndexOfAny(".eE"u8) < 0;
            Refuse(isInteger ? WireError.OutOfRange : WireError.WrongType, isInteger ? "out of range" : "not an integer");
        }

        return value;
    }

    /// <summary>An integer or null.</summary>
    public T? OptionalInteger<T>(ref Utf8JsonReader json)
        where T : struct, IBinaryInteger<T> => json.TokenType == JsonTokenType.Null ? null : Integer<T>(ref json);

    /// <summary>A float, from any number; read as a double first, as serde does.</summary>
    public float Single(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.Number)
        {
            Refuse(WireError.WrongType, "not a number");
            return default;
        }

        var value = json.TryGetDouble(out var number) ? (float)number : float.NaN;
        if (!float.IsFinite(value))
        {
            Refuse(WireError.OutOfRange, "out of range");
        }

        return value;
    }

    /// <summary>Goes to the next item of the array under the reader; false at its end or at a fault.</summary>
    public bool NextItem(ref Utf8JsonReader json, int count, int most)
    {
        if (!_inArray && json.TokenType != JsonTokenType.StartArray)
        {
            Refuse(WireError.WrongType, "not an array");
        }

        _inArray = Fault is null && json.Read() && json.TokenType != JsonTokenType.EndArray;
        if (_inArray && count == most)
        {
            Refuse(WireError.TooLong, $"more than {most} entries");
        }

        return _inArray && Fault is null;
    }

    /// <summary>Turns a fault into an exception.</summary>
    public readonly void ThrowIfFaulty()
    {
        if (Fault is { } fault)
        {
            throw fault.ToException();
        }
    }

    /// <summary>Ends the reading because of the current field.</summary>
    public void Refuse(WireError error, string reason) => Fault ??= new Fault(error, $"{Name}: {reason}.");

    private bool IsFirst()
    {
        var bit = 1u << _index;
        if ((_seen & bit) != 0)
        {
            Refuse(WireError.DuplicateKey, "comes twice");
        }

        _seen |= bit;
        return Fault is null;
    }
}
