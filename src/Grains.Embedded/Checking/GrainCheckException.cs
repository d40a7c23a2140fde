using System.Diagnostics.CodeAnalysis;

namespace SoundTime.Grains.Embedded;

/// <summary>Grains use something that not both runtimes give. It is an error of the program: it does not start.</summary>
/// <param name="violations">All of them.</param>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "Without violations it says nothing.")]
public sealed class GrainCheckException(IReadOnlyList<string> violations)
    : Exception($"Grains keep to what both runtimes give; these do not:{string.Concat(violations.Select(violation => Environment.NewLine + "- " + violation))}")
{
    /// <summary>What, and where.</summary>
    public IReadOnlyList<string> Violations { get; } = violations;
}
