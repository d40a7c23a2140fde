namespace SoundTime.Grains.Contract.Grains;

/// <summary>When it ends, it calls another grain.</summary>
public interface IFarewellGrain : IGrainWithStringKey
{
    /// <summary>Writes "told" and the name.</summary>
    Task TellAsync(string name);
}
