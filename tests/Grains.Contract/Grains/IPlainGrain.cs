namespace SoundTime.Grains.Contract.Grains;

/// <summary>A grain whose class does not derive from Grain.</summary>
public interface IPlainGrain : IGrainWithStringKey
{
    Task<string> WhoAsync();
}
