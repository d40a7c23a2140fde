namespace SoundTime.Grains.Embedded;

/// <summary>An activation: a grain while it is in memory.</summary>
public interface IGrainContext
{
    /// <summary>Which grain.</summary>
    GrainId GrainId { get; }

    /// <summary>The grain, or null while it is not made yet.</summary>
    object? GrainInstance { get; }

    /// <summary>The services of this activation; disposed with it.</summary>
    IServiceProvider ActivationServices { get; }

    /// <summary>Ends when the activation has ended.</summary>
    Task Deactivated { get; }

    /// <summary>Begins to end the activation: running calls end, later ones go to a new one.</summary>
    /// <param name="deactivationReason">Why; the grain is told.</param>
    /// <param name="cancellationToken">Makes the end hurry: it is passed to the grain.</param>
    void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default);
}
