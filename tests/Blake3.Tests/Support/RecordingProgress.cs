namespace SoundTime.Blake3.Tests.Support;

/// <summary>Keeps what it is told, and calls back at once.</summary>
internal sealed class RecordingProgress(Action? onReport = null) : IProgress<long>
{
    public List<long> Reports { get; } = [];

    public void Report(long value)
    {
        Reports.Add(value);
        onReport?.Invoke();
    }
}
