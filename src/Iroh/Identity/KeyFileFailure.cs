namespace SoundTime.Iroh.Identity;

/// <summary>Why a node's key could not be had.</summary>
public enum KeyFileFailure
{
    /// <summary>The file is there and holds no key.</summary>
    Damaged,

    /// <summary>The file or its folder cannot be read or written.</summary>
    NotAccessible,
}
