namespace SoundTime.Bench;

/// <summary>All that one run of the program found out.</summary>
internal sealed record BenchReport(MachineDescription Machine, IReadOnlyList<Section> Sections);
