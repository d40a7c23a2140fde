using System.Diagnostics.CodeAnalysis;

namespace SoundTime.Grains.Embedded;

/// <summary>Why an activation ends, to branch on. Those of Orleans; a single process gives only some of them.</summary>
[SuppressMessage("Design", "CA1028:Enum Storage should be Int32", Justification = "As in Orleans.")]
public enum DeactivationReasonCode : byte
{
    /// <summary>Unknown.</summary>
    None,

    /// <summary>The process ends.</summary>
    ShuttingDown,

    /// <summary>The grain failed while it was activated.</summary>
    ActivationFailed,

    /// <summary>Only in a cluster: the directory of grains failed.</summary>
    DirectoryFailure,

    /// <summary>No call came for long.</summary>
    ActivationIdle,

    /// <summary>Only in a cluster: a call ran for too long.</summary>
    ActivationUnresponsive,

    /// <summary>Only in a cluster: another silo has the grain.</summary>
    DuplicateActivation,

    /// <summary>Only in a cluster: another version of the grain is asked for.</summary>
    IncompatibleRequest,

    /// <summary>What left a call says that the activation is of no more use: its state is not the stored one.</summary>
    ApplicationError,

    /// <summary>The grain asked for it.</summary>
    ApplicationRequested,

    /// <summary>Only in a cluster: the grain moves to another silo.</summary>
    Migrating,

    /// <summary>The runtime wants it.</summary>
    RuntimeRequested,

    /// <summary>Only in a cluster: memory is short.</summary>
    HighMemoryPressure,
}
