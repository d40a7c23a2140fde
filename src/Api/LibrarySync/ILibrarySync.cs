using SoundTime.Wire;

namespace SoundTime.Api;

/// <summary>Has this node and a peer send each other their catalogues anew, one peer at a time. Not there where P2P is off.</summary>
public interface ILibrarySync
{
    /// <summary>How the sync that runs goes, or how the last one ended.</summary>
    LibrarySyncStatus Status { get; }

    /// <summary>Begins to sync with a peer. What becomes of it is in <see cref="Status"/>.</summary>
    Task<LibrarySyncStart> StartAsync(NodeId peer, CancellationToken cancellationToken);

    /// <summary>Forgets how the last sync ended. One that runs goes on, and stays in <see cref="Status"/>.</summary>
    void Dismiss();
}
