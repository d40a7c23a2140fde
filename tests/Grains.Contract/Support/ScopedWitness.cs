namespace SoundTime.Grains.Contract.Support;

/// <summary>A service of one activation; writes to the journal when it is disposed.</summary>
public sealed class ScopedWitness(Journal journal) : IDisposable
{
    /// <summary>Whose it is.</summary>
    public string Name { get; set; } = "nobody";

    public void Dispose() => journal.Write($"disposed {Name}");
}
