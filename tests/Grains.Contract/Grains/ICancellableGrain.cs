namespace SoundTime.Grains.Contract.Grains;

/// <summary>Writes to the journal what becomes of its calls.</summary>
public interface ICancellableGrain : IGrainWithStringKey
{
    /// <summary>Waits for its token; writes "began" and "cancelled".</summary>
    Task WaitAsync(CancellationToken cancellationToken);

    /// <summary>Does not look at its token: waits at the gate of that name. Writes "began" and "ended".</summary>
    Task IgnoreAsync(string gate, CancellationToken cancellationToken);

    /// <summary>Whether a token came that can be cancelled.</summary>
    Task<bool> HasTokenAsync(CancellationToken cancellationToken);

    /// <summary>Calls <see cref="WaitAsync"/> of another grain with its own token.</summary>
    Task PassOnAsync(string other, CancellationToken cancellationToken);
}
