using System.Text.Json;

namespace SoundTime.Wire.Json;

/// <summary>The fields of one object as its bytes come in, with the rules of <see cref="ObjectFields"/>.</summary>
internal sealed class FieldStream(FieldNames names)
{
    private uint _seen;
    private bool _opened;
    private bool _skipping;

    /// <summary>Its place among the names.</summary>
    public int Index { get; private set; } = -1;

    /// <summary>The field whose value comes next; null before the first and after the last.</summary>
    public string? Name { get; private set; }

    /// <summary>Whether the object has been read to its end.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>Goes to the next known field or to the end; false when more bytes are needed.</summary>
    public bool TryNext(ref JsonInput input)
    {
        Name = null;
        if (!_opened)
        {
            if (!input.TryReadToken())
            {
                return false;
            }

            _opened = input.TokenType == JsonTokenType.StartObject
                ? true
                : throw new WireException(WireError.WrongType, "An object was expected.");
        }

        while (true)
        {
            if (_skipping && !input.TryReadValue(keep: 0))
            {
                return false;
            }

            _skipping = false;
            if (!input.TryReadToken())
            {
                return false;
            }

            if (input.TokenType == JsonTokenType.EndObject)
            {
                End();
                return true;
            }

            var index = input.IndexIn(names, Index);
            if (index >= 0)
            {
                Take(index);
                return true;
            }

            _skipping = true;
        }
    }

    private void Take(int index)
    {
        Index = index;
        Name = names[index];
        if ((_seen & (1u << index)) != 0)
        {
            throw new WireException(WireError.DuplicateKey, $"{Name}: comes twice.");
        }

        _seen |= 1u << index;
    }

    private void End()
    {
        if (names.FirstMissing(_seen) is { } missing)
        {
            throw new WireException(WireError.MissingField, $"{missing}: missing.");
        }

        IsEnded = true;
    }
}
