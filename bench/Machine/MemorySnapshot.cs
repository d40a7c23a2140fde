namespace SoundTime.Bench;

/// <summary>The memory of one process, its garbage collected.</summary>
/// <param name="Resident">All of the process that is in memory, in bytes.</param>
/// <param name="Managed">Bytes in objects of .NET.</param>
/// <param name="Native">Bytes that native code (and .NET itself) has allocated.</param>
internal sealed record MemorySnapshot(long Resident, long Managed, long Native)
{
    /// <summary>This process, now. Collects garbage and gives free memory of the managed heap back before it looks.</summary>
    public static MemorySnapshot Take()
    {
        for (var i = 0; i < 2; i++)
        {
            // Twice, as finalizers let go of more.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return new MemorySnapshot(ProcessMemory.Resident(Environment.ProcessId), GC.GetTotalMemory(forceFullCollection: false), LibC.AllocatedNativeBytes);
    }
}
