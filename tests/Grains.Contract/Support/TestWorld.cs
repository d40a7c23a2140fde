using SoundTime.Testing;

namespace SoundTime.Grains.Contract.Support;

/// <summary>What outlives a restart of the runtime, and what grains and tests share.</summary>
public sealed class TestWorld
{
    /// <summary>The clock of timers and reminders.</summary>
    public ManualTime Time { get; } = new();

    /// <summary>The states of grains.</summary>
    public MemoryGrainStateStore States { get; } = new();

    /// <summary>The reminders of grains.</summary>
    public MemoryReminderStore Reminders { get; } = new();

    /// <summary>What grains did.</summary>
    public Journal Journal { get; } = new();

    /// <summary>Which grains and messages are still in memory.</summary>
    public Witnesses Witnesses { get; } = new();

    /// <summary>Where grains wait for the test.</summary>
    public Gates Gates { get; } = new();
}
