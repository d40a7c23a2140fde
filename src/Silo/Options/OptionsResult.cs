namespace SoundTime.Silo.Options;

/// <summary>What came of reading the options.</summary>
/// <param name="Options">The options; null when there are errors.</param>
/// <param name="Settings">The values in force that could be read, in the order of declaration.</param>
/// <param name="Errors">Everything that is wrong.</param>
/// <param name="Warnings">What is odd, but no reason not to start; one line each.</param>
internal sealed record OptionsResult(
    NodeOptions? Options,
    IReadOnlyList<OptionSetting> Settings,
    IReadOnlyList<OptionError> Errors,
    IReadOnlyList<string> Warnings);
