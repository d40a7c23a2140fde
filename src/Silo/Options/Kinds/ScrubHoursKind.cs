using SoundTime.Silo.Guardian;

namespace SoundTime.Silo.Options.Kinds;

/// <summary>A part of each day.</summary>
internal sealed class ScrubHoursKind : OptionKind<ScrubHours>
{
    public override string Placeholder => "hours";

    public override string Accepts => "two different times of the day such as 01:00-06:00 or 22:30-05:00";

    protected override ScrubHours Parse(string text, OptionContext context) =>
        ScrubHours.TryParse(text, out var hours) ? hours : throw new FormatException("is no part of a day");
}
