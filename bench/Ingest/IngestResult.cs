namespace SoundTime.Bench;

/// <summary>What taking in the same announcements twice came to, in a process of its own.</summary>
/// <param name="First">The first time.</param>
/// <param name="Again">The second time.</param>
/// <param name="Before">Resident memory before the first page, in bytes.</param>
/// <param name="AtTenth">The most resident memory until a tenth of the pages had been taken in, in bytes.</param>
/// <param name="Peak">The most resident memory until the end, in bytes.</param>
internal sealed record IngestResult(WorkResult First, WorkResult Again, long Before, long AtTenth, long Peak);
