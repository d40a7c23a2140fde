using SoundTime.Silo.Logging;

namespace SoundTime.Silo.Options.Kinds;

/// <summary>A level for everything, levels for parts of the program, or both.</summary>
internal sealed class LogLevelsKind : OptionKind<LogLevels>
{
    public override string Placeholder => "levels";

    public override string Accepts => "trace, debug, info, warn, error or none, and <component>=<level>, with commas between them";

    protected override LogLevels Parse(string text, OptionContext context) => LogLevels.Parse(text);
}
