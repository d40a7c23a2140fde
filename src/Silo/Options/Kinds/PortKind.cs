using System.Globalization;

namespace SoundTime.Silo.Options.Kinds;

/// <summary>A TCP or UDP port; 0 lets the system choose.</summary>
internal sealed class PortKind : OptionKind<int>
{
    public override string Placeholder => "port";

    public override string Accepts => "a number from 0 to 65535, 0 for any free port";

    protected override int Parse(string text, OptionContext context) =>
        ushort.TryParse(text.AsSpan().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : throw new FormatException("is no port");
}
