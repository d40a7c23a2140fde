using System.Globalization;
using SoundTime.Grains.Search;

namespace SoundTime.Silo.Options.Kinds;

/// <summary>How many peers one search asks.</summary>
internal sealed class SearchPeersKind : OptionKind<int>
{
    public override string Placeholder => "number";

    public override string Accepts => string.Create(CultureInfo.InvariantCulture, $"a number from 0 to {SearchLimits.MaxPeers}, 0 for none");

    protected override int Parse(string text, OptionContext context) =>
        int.TryParse(text.AsSpan().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var peers) && peers <= SearchLimits.MaxPeers
            ? peers
            : throw new FormatException("is no number of peers that can be asked");
}
