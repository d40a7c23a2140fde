namespace SoundTime.Grains.Contract.Grains;

/// <summary>Calls other grains.</summary>
public interface ICallerGrain : IGrainWithStringKey
{
    /// <summary>Calls <see cref="ITurnGrain.IncrementAsync"/> of so many grains at once. Answers their sum.</summary>
    Task<int> FanOutAsync(string prefix, int count);

    /// <summary>After a second, calls so many grains at once, each of which calls as many; then writes "fanned" and the sum to the journal.</summary>
    Task FanOutSoonAsync(string prefix, int count);

    /// <summary>Whether it is in its own turn after it awaited another grain.</summary>
    Task<bool> ComesBackAsync(string turnGrain);

    /// <summary>Calls itself through a reference, which cannot end. Answers the name of what it caught.</summary>
    Task<string> CallMyselfAsync();

    /// <summary>Writes a note, and lets pass what that throws.</summary>
    Task WriteNoteAsync(string noteGrain, string text);

    /// <summary>Differs between activations.</summary>
    Task<Guid> InstanceAsync();

    /// <summary>Answers the name and message of what another grain threw.</summary>
    Task<string> CatchAsync(string failingGrain, string message);
}
