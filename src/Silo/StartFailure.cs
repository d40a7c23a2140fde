namespace SoundTime.Silo;

/// <summary>Why the node could not start.</summary>
internal enum StartFailure
{
    /// <summary>Another program listens on the address already.</summary>
    AddressInUse,

    /// <summary>The address is not one of this machine, or this process may not use it.</summary>
    AddressNotAvailable,

    /// <summary>Another node runs on the same data folder.</summary>
    FolderInUse,

    /// <summary>A part of the running node failed for good.</summary>
    ServiceFailed,
}
