namespace SoundTime.Grains.Contract.Grains;

/// <summary>As <see cref="ITurnGrain"/>, reentrant.</summary>
public interface IReentrantGrain : IGrainWithStringKey
{
    Task EnterAsync(string name);

    /// <summary>Calls <see cref="EnterAsync"/> of itself through a reference.</summary>
    Task EnterThroughReferenceAsync(string name);
}
