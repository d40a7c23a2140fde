using SoundTime.Storage.Catalogue;
using SoundTime.Wire;

namespace SoundTime.Api;

/// <summary>Forgets what a peer has announced.</summary>
public static class PeerCopies
{
    /// <summary>Copies that go in one transaction, so that others need not wait long.</summary>
    private const int PageSize = 500;

    /// <summary>Removes all copies of a peer, in pages. Broken off in the middle, the rest goes when it is called again.</summary>
    public static async Task RemoveAllCopiesAsync(this ICatalogue catalogue, NodeId peer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        while (await catalogue.RemoveCopiesAsync(peer, PageSize, cancellationToken) == PageSize)
        {
        }
    }
}
