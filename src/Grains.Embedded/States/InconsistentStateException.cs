using System.Diagnostics.CodeAnalysis;

namespace SoundTime.Grains.Embedded;

/// <summary>
/// The stored state is not the one that was read: somebody else wrote. Let it leave the call: the activation then ends, and the next call reads the state anew.
/// </summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "Those of Orleans.")]
public sealed class InconsistentStateException : Exception
{
    /// <summary>With a text alone.</summary>
    public InconsistentStateException(string message)
        : base(message)
    {
    }

    /// <summary>With both versions.</summary>
    /// <param name="errorMsg">For people.</param>
    /// <param name="storedEtag">The version that is stored, or a text that says it is unknown.</param>
    /// <param name="currentEtag">The version that was read.</param>
    public InconsistentStateException(string errorMsg, string storedEtag, string currentEtag)
        : base(errorMsg)
    {
        StoredEtag = storedEtag;
        CurrentEtag = currentEtag;
    }

    /// <summary>The version that is stored, or a text that says it is unknown.</summary>
    public string? StoredEtag { get; }

    /// <summary>The version that was read.</summary>
    public string? CurrentEtag { get; }

    /// <summary>Whether no activation has ended because of it yet: only the first that it leaves does.</summary>
    internal bool IsSourceActivation { get; set; } = true;
}
