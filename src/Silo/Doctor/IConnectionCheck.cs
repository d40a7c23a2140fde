using SoundTime.Api;

namespace SoundTime.Silo.Doctor;

/// <summary>One thing that the connection doctor looks at, beside the others and within <see cref="Examination.CheckLimit"/>.</summary>
internal interface IConnectionCheck
{
    /// <summary>What it is about: a word or two.</summary>
    string Name { get; }

    /// <summary>Looks, and answers with one finding or several. What could not be looked at is <see cref="FindingState.Unknown"/>.</summary>
    Task<IReadOnlyList<Finding>> LookAsync(CancellationToken cancellationToken);
}
