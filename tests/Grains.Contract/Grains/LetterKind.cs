namespace SoundTime.Grains.Contract.Grains;

/// <summary>A kind.</summary>
public enum LetterKind
{
    /// <summary>One.</summary>
    Plain,

    /// <summary>Another.</summary>
    Registered,
}
