namespace SoundTime.Bench;

/// <summary>What sweeping over a large catalogue came to, in a process of its own.</summary>
/// <param name="Passes">One after the other: a walk while all are healthy, a tenth brought into trouble, a walk again, all in trouble checked, last pages for people, all restored.</param>
/// <param name="Before">Resident memory before the first, in bytes.</param>
/// <param name="Peak">The most resident memory until the end, in bytes.</param>
/// <param name="After">Resident memory at the end, in bytes.</param>
internal sealed record SweepResult(SweptWork[] Passes, long Before, long Peak, long After);
