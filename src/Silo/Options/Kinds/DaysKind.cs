using System.Globalization;

namespace SoundTime.Silo.Options.Kinds;

/// <summary>A number of days.</summary>
internal sealed class DaysKind : OptionKind<int>
{
    /// <summary>Arbitrary: nobody plans for more than ten years.</summary>
    private const int Max = 3650;

    public override string Placeholder => "days";

    public override string Accepts => string.Create(CultureInfo.InvariantCulture, $"a number from 1 to {Max}");

    protected override int Parse(string text, OptionContext context) =>
        int.TryParse(text.AsSpan().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= 1 and <= Max
            ? days
            : throw new FormatException("is no such number of days");
}
