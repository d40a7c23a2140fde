using Spectre.Console;

namespace SoundTime.Silo.Terminal;

/// <summary>What is said of a kind of long work while it runs and at its end.</summary>
/// <typeparam name="TProgress">How far it is.</typeparam>
/// <typeparam name="TReport">What came of it.</typeparam>
internal abstract class WorkWords<TProgress, TReport>
{
    /// <summary>What is done before there is something to tell.</summary>
    public abstract string Beginning { get; }

    /// <summary>How far it is, for people.</summary>
    public abstract WorkState Describe(TProgress progress);

    /// <summary>What came of it, for people.</summary>
    public abstract void WriteSummary(TReport report, IAnsiConsole console);

    /// <summary>How far it is, as an object of JSON.</summary>
    public abstract object ToJson(TProgress progress);

    /// <summary>What came of it, as an object of JSON.</summary>
    public abstract object ToJson(TReport report);
}
