namespace SoundTime.Grains.Contract.Grains;

/// <summary>Writes "begin" and "end" of its calls to the journal, and waits at the gate of that name between.</summary>
public interface ITurnGrain : IGrainWithStringKey
{
    Task EnterAsync(string name);

    [AlwaysInterleave]
    Task EnterBesideAllAsync(string name);

    [ReadOnly]
    Task ReadAsync(string name);

    /// <summary>Counts with an await between reading and writing.</summary>
    Task<int> IncrementAsync();

    /// <summary>Whether the grain's scheduler is the current one: at first, after an await, in Task.Run, after that, and in a task of its own scheduler.</summary>
    Task<bool[]> WhereAsync();

    /// <summary>What the grain sees of the test's AsyncLocal.</summary>
    Task<string?> AmbientAsync();

    /// <summary>Sets the AsyncLocal, outside of any async method.</summary>
    Task SetAmbientAsync(string value);
}
