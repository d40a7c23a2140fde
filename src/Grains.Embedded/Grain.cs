using System.Diagnostics.CodeAnalysis;

namespace SoundTime.Grains.Embedded;

/// <summary>What grain classes derive from. Its constructor may run only where the runtime makes the grain.</summary>
public abstract class Grain : IGrainBase, IAddressable
{
    /// <summary>Takes the context from the activation that is being made.</summary>
    /// <exception cref="InvalidOperationException">The grain is made by something other than the runtime.</exception>
    protected Grain()
    {
        GrainContext = Activation.Current
            ?? throw new InvalidOperationException("A grain is made by the runtime alone: ask IGrainFactory for a reference to it.");
    }

    /// <inheritdoc/>
    public IGrainContext GrainContext { get; }

    /// <summary>Type and key, as <c>peer/ab12</c>.</summary>
    public string IdentityString => GrainContext.GrainId.ToString();

    /// <summary>Gives references to other grains.</summary>
    protected IGrainFactory GrainFactory => Activation.Of(this).Runtime.GrainFactory;

    /// <summary>The services of this activation.</summary>
    protected internal IServiceProvider ServiceProvider => GrainContext.ActivationServices;

    /// <summary>Called once, after the state was read and before the first call.</summary>
    /// <param name="cancellationToken">Cancelled when it takes too long.</param>
    [SuppressMessage("Naming", "CA1725:Parameter names should match base declaration", Justification = "Both as in Orleans.")]
    public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Called once, after the last call. A process that is killed calls nothing.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Cancelled when it takes too long.</param>
    [SuppressMessage("Naming", "CA1725:Parameter names should match base declaration", Justification = "Both as in Orleans.")]
    public virtual Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Ends this activation when the running calls have ended; later ones go to a new one.</summary>
    protected void DeactivateOnIdle() => ((IGrainBase)this).DeactivateOnIdle();

    /// <summary>Keeps this activation from being ended because it is idle.</summary>
    /// <param name="timeSpan">For how long from now; zero or less: no longer; <see cref="Timeout.InfiniteTimeSpan"/> or <see cref="TimeSpan.MaxValue"/>: for ever.</param>
    protected void DelayDeactivation(TimeSpan timeSpan) => Activation.Of(this).DelayDeactivation(timeSpan);
}
