namespace SoundTime.Relay;

/// <summary>Why a relay cannot start.</summary>
public enum RelayStartFailure
{
    /// <summary>Another program listens there, or this machine has no such address.</summary>
    Address,

    /// <summary>The certificate or its key cannot be used.</summary>
    Certificate,

    /// <summary>The folder of the directory cannot be used.</summary>
    Folder,
}
