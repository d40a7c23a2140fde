namespace SoundTime.Grains.Contract.Grains;

/// <summary>Leaves a weak reference to itself.</summary>
public interface IWitnessedGrain : IGrainWithStringKey
{
    /// <summary>Comes into memory.</summary>
    Task CallAsync();
}
