namespace SoundTime.Silo.Options;

/// <summary>The places an option can come from, the one that wins last.</summary>
internal enum OptionOrigin
{
    /// <summary>Nobody set it.</summary>
    Default,

    /// <summary>The configuration file.</summary>
    File,

    /// <summary>The environment of the process.</summary>
    Environment,

    /// <summary>The command line.</summary>
    CommandLine,
}
