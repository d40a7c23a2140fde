namespace SoundTime.Bench;

/// <summary>What the relay's process has used.</summary>
/// <param name="Memory">Its memory now, its garbage collected.</param>
/// <param name="AllocatedBytes">All that it ever allocated in objects of .NET, before that collection.</param>
internal sealed record RelayUsage(MemorySnapshot Memory, long AllocatedBytes)
{
    /// <summary>This process, now.</summary>
    public static RelayUsage Take()
    {
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        return new RelayUsage(MemorySnapshot.Take(), allocated);
    }
}
