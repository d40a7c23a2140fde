namespace SoundTime.Relay.Addresses;

/// <summary>What became of a publication. The names are the values of the metric's label, in snake case.</summary>
internal enum PublicationResult
{
    /// <summary>It is on the disk and given out from now on.</summary>
    Stored,

    /// <summary>A newer one is there already, or this very one.</summary>
    NotNewer,

    /// <summary>It is no packet of this node: its length, signature, records or time are wrong.</summary>
    Invalid,

    /// <summary>Its publisher is not on the list of nodes that are let in.</summary>
    NotAuthorized,

    /// <summary>Too many came from this address.</summary>
    TooMany,

    /// <summary>The disk does not take it.</summary>
    NotStored,
}
