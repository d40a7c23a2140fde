namespace SoundTime.Grains.Embedded;

/// <summary>Where an activation is in its life; it only moves forward.</summary>
internal enum ActivationState
{
    /// <summary>Nothing was asked of it yet.</summary>
    New,

    /// <summary>The grain is made, its state read, OnActivateAsync runs.</summary>
    Activating,

    /// <summary>Calls run.</summary>
    Active,

    /// <summary>The last call has ended, OnDeactivateAsync runs.</summary>
    Deactivating,

    /// <summary>Whatever still comes goes to a new activation.</summary>
    Gone,
}
