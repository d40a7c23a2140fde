namespace SoundTime.Wire;

/// <summary>Why a message could not be read or was not written.</summary>
public enum WireError
{
    /// <summary>The bytes are no JSON text: wrong grammar, no UTF-8, nothing at all, or an end in the middle.</summary>
    NotJson,

    /// <summary>Arrays and objects lie deeper in each other than <see cref="WireLimits.MaxDepth"/>.</summary>
    TooDeep,

    /// <summary>More bytes, characters or entries than the named cap in <see cref="WireLimits"/> allows.</summary>
    TooLong,

    /// <summary>Something other than white space follows the message.</summary>
    TrailingBytes,

    /// <summary>The message's name is none of the twelve.</summary>
    UnknownVariant,

    /// <summary>A value is of another kind than its field, or the message is not an object with exactly one key.</summary>
    WrongType,

    /// <summary>A number does not fit the type of its field.</summary>
    OutOfRange,

    /// <summary>A required field is missing.</summary>
    MissingField,

    /// <summary>A known field comes twice.</summary>
    DuplicateKey,

    /// <summary>The message would break or crash the peer that reads it, and was therefore not written.</summary>
    Unsendable,
}
