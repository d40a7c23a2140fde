namespace SoundTime.Storage.GrainStates;

/// <summary>The state of a grain as it lies in the store.</summary>
/// <param name="ETag">Changes with every write.</param>
/// <param name="Json">The state; at most <see cref="IGrainStateStore.MaxJsonBytes"/> bytes of UTF-8.</param>
public sealed record StoredState(string ETag, ReadOnlyMemory<byte> Json);
