namespace SoundTime.Wire.Bloom;

/// <summary>What a term of a filter is, the most important first: where not all have room, the last kinds are left out.</summary>
public enum BloomTermKind
{
    /// <summary>A token as Rust nodes make it.</summary>
    Token,

    /// <summary>A word of <see cref="Text.TextWords"/>.</summary>
    Word,

    /// <summary>The beginning of such a word.</summary>
    Prefix,
}
