using SoundTime.Storage;
using SoundTime.Wire;

namespace SoundTime.Api;

/// <summary>Finds out how this node stands with others, and says what to do where something is wrong. Not there where P2P is off.</summary>
public interface IConnectionDoctor
{
    /// <summary>
    /// Looks at everything, within 25 seconds: what takes longer is unknown. Never fails over what it looks at.
    /// </summary>
    /// <param name="peer">The only peer to look at, known or not; null for those known, a bounded number of them.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StorageException">Whom this node knows cannot be read.</exception>
    Task<DoctorReport> ExamineAsync(NodeId? peer, CancellationToken cancellationToken);
}
