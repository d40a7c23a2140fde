using System.Globalization;
using SoundTime.Grains.Tracks;

namespace SoundTime.Silo.Options.Kinds;

/// <summary>How many tracks one sweep looks at.</summary>
internal sealed class SweepTracksKind : OptionKind<int>
{
    public override string Placeholder => "number";

    public override string Accepts => string.Create(CultureInfo.InvariantCulture, $"a number from 1 to {HealthOptions.MaxTracksPerSweep}");

    protected override int Parse(string text, OptionContext context) =>
        int.TryParse(text.AsSpan().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var tracks) && tracks is > 0 and <= HealthOptions.MaxTracksPerSweep
            ? tracks
            : throw new FormatException("is no number of tracks that a sweep can look at");
}
