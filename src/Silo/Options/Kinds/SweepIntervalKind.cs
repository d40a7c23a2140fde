namespace SoundTime.Silo.Options.Kinds;

/// <summary>How often something is done by a reminder, whose period is at least a minute.</summary>
internal sealed class SweepIntervalKind : OptionKind<TimeSpan>
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    public override string Placeholder => "duration";

    public override string Accepts => "seconds, or a whole number with s, m, h or d, from 1m to 30d";

    protected override TimeSpan Parse(string text, OptionContext context) =>
        !Duration.TryParse(text, out var duration) ? throw new FormatException("is no duration")
        : duration < Shortest || duration > Longest ? throw new FormatException("is too short or too long")
        : duration;

    protected override string Format(TimeSpan value) => Duration.Format(value);
}
