namespace SoundTime.Grains.Tests.Support;

/// <summary>Times as tests compare them.</summary>
internal static class SecondsExtensions
{
    /// <summary>The pauses between times, in whole seconds.</summary>
    public static IEnumerable<int> Pauses(this IReadOnlyList<DateTimeOffset> times) =>
        times.Zip(times.Skip(1), (one, next) => (int)Math.Round((next - one).TotalSeconds));
}
