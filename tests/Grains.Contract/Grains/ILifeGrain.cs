namespace SoundTime.Grains.Contract.Grains;

/// <summary>Writes to the journal when it comes ("activate") and goes ("deactivate", with the reason's code), each with its key.</summary>
public interface ILifeGrain : IGrainWithStringKey
{
    /// <summary>Differs between activations.</summary>
    Task<Guid> InstanceAsync();

    /// <summary>Asks for its end, waits at the gate of that name, and answers as <see cref="InstanceAsync"/>.</summary>
    Task<Guid> DeactivateAsync(string gate);

    /// <summary>Waits at the gate of that name, and writes "worked".</summary>
    Task WorkAsync(string gate);

    /// <summary>Key, <c>type/key</c>, and the key that a reference to itself names.</summary>
    Task<string[]> WhoAsync();
}
