namespace SoundTime.Silo.Commands;

/// <summary>How the program ends, for scripts and service managers (docs/configuration.md lists them).</summary>
internal static class ExitCode
{
    /// <summary>Done; a node that was asked to stop ends with this too.</summary>
    public const int Success = 0;

    /// <summary>The work failed; a line on standard error says why.</summary>
    public const int Failed = 1;

    /// <summary>An option or an argument cannot be used; nothing was started.</summary>
    public const int Configuration = 2;

    /// <summary>Interrupted before the work was done: 128 and the number of SIGINT, as shells have it.</summary>
    public const int Interrupted = 130;
}
