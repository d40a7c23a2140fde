namespace SoundTime.Iroh.Lookup;

/// <summary>Why bytes are no signed packet.</summary>
public enum SignedPacketFailure
{
    /// <summary>Fewer bytes than key, signature and time take.</summary>
    TooShort,

    /// <summary>More than the records of one packet may take.</summary>
    TooLong,

    /// <summary>The key that it is to be of did not sign it, or the bytes were changed.</summary>
    WrongSignature,

    /// <summary>It is signed, and holds no well-formed DNS message.</summary>
    MalformedRecords,
}
