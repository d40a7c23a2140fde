namespace SoundTime.Silo.Options.Kinds;

/// <summary>Yes or no. Anything that is neither is an error and never quietly a no.</summary>
internal sealed class BooleanKind : OptionKind<bool>
{
    public override string Placeholder => "true|false";

    public override string Accepts => "true, yes, on, 1, or false, no, off, 0";

    protected override bool Parse(string text, OptionContext context) => text.Trim().ToUpperInvariant() switch
    {
        "TRUE" or "YES" or "ON" or "1" => true,
        "FALSE" or "NO" or "OFF" or "0" => false,
        _ => throw new FormatException("is neither yes nor no"),
    };

    protected override string Format(bool value) => value ? "true" : "false";
}
