using System.Runtime.InteropServices;

namespace SoundTime.Bench;

/// <summary>What only the C library tells about processes and memory.</summary>
internal static unsafe partial class LibC
{
    private const int ResourceUsageChildren = -1;

    /// <summary>Longs in <c>struct rusage</c>; the first four are user and system time, each as seconds and microseconds.</summary>
    private const int ResourceUsageLongs = 18;

    /// <summary>Processor time of all child processes that have ended and been waited for.</summary>
    public static TimeSpan EndedChildren
    {
        get
        {
            var usage = stackalloc long[ResourceUsageLongs];
            if (GetResourceUsage(ResourceUsageChildren, usage) != 0)
            {
                throw new BenchException($"getrusage: error {Marshal.GetLastPInvokeError()}.");
            }

            return TimeSpan.FromSeconds(usage[0] + usage[2]) + TimeSpan.FromMicroseconds(usage[1] + usage[3]);
        }
    }

    /// <summary>Bytes of native memory that this process has allocated and not freed.</summary>
    public static long AllocatedNativeBytes
    {
        get
        {
            var information = GetAllocatorInformation();
            return (long)(information.InUse + information.Mapped);
        }
    }

    [LibraryImport("libc", EntryPoint = "getrusage", SetLastError = true)]
    private static partial int GetResourceUsage(int who, long* usage);

    [LibraryImport("libc", EntryPoint = "mallinfo2")]
    private static partial AllocatorInformation GetAllocatorInformation();

    /// <summary><c>struct mallinfo2</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct AllocatorInformation
    {
        public nuint Arena;
        public nuint FreeChunks;
        public nuint FastBins;
        public nuint Mappings;
        public nuint Mapped;
        public nuint PeakUnused;
        public nuint FastBinsFree;
        public nuint InUse;
        public nuint Free;
        public nuint Trimmable;
    }
}
