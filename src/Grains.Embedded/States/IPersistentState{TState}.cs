namespace SoundTime.Grains.Embedded;

/// <summary>State that a grain asks for in its constructor, by <see cref="PersistentStateAttribute"/>. It was read before the grain is activated.</summary>
/// <typeparam name="TState">A class with a parameterless constructor and properties that System.Text.Json can write and read.</typeparam>
public interface IPersistentState<TState> : IStorage<TState>;
