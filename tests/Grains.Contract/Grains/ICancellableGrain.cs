namespace SoundTime.Grains.Contract.Grains;

/// <summary>Writes to the journal what becomes of its calls.</summary>
public interface ICancellableGrain : IGrainWithStringKey
{
    /// <summary>Waits for its token; writes "began" and "cancelled".</summary>
    Task WaitAsync(CancellationToken cancellationToken);

    /// <summary>As <see cref="WaitAsync"/>; what is registered with the token writes "in turn", or "elsewhere".</summary>
    Task RegisterAsync(CancellationToken cancellationToken);

    /// <summary>Does nothing with either.</summary>
    Task TakeAsync(byte[] bytes, CancellationToken cancellationToken);

    /// <summary>Does not look at its token: waits at the gate of that name. Writes "began" and "ended".</summary>
    Task IgnoreAsync(string gate, CancellationToken cancellationToken);

    /// <summary>Whether a token came that can be cancelled.</summary>
    Task<bool> HasTokenAsync(CancellationToken cancellationToken);

    /// <summary>Calls <see cref="WaitAsync"/> of another grain with its own token.</summary>
    Task PassOnAsync(string other, CancellationToken cancellationToken);
}
