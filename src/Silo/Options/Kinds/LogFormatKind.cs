using SoundTime.Silo.Logging;

namespace SoundTime.Silo.Options.Kinds;

/// <summary>Lines for people or for machines.</summary>
internal sealed class LogFormatKind : OptionKind<LogFormat>
{
    public override string Placeholder => "text|json";

    public override string Accepts => "text or json";

    protected override LogFormat Parse(string text, OptionContext context) => text.Trim().ToUpperInvariant() switch
    {
        "TEXT" => LogFormat.Text,
        "JSON" => LogFormat.Json,
        _ => throw new FormatException("is no log format"),
    };

    protected override string Format(LogFormat value) => value == LogFormat.Json ? "json" : "text";
}
