namespace SoundTime.Grains.Embedded;

/// <summary>State that outlives the activation.</summary>
/// <typeparam name="TState">A class with a parameterless constructor and properties that System.Text.Json can write and read.</typeparam>
public interface IStorage<TState> : IStorage
{
    /// <summary>The state; a new one where none is stored.</summary>
    TState State { get; set; }
}
