using SoundTime.Api;
using SoundTime.Iroh;
using SoundTime.Iroh.Lookup;
using SoundTime.Wire;

namespace SoundTime.Silo.Doctor;

/// <summary>Whether the DNS has what this node publishes.</summary>
/// <param name="node">This node.</param>
/// <param name="lookup">Asks below one origin.</param>
/// <param name="published">What is to be found there; null where the node does not run.</param>
internal sealed class DnsPublicationCheck(NodeId node, IAddressLookup lookup, INodeAddressSource? published) : IConnectionCheck
{
    /// <inheritdoc/>
    public string Name => "published";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Finding>> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            var found = await lookup.FindAsync(node, cancellationToken);
            return [Describe(found)];
        }
        catch (IOException exception)
        {
            return [Of(FindingState.Failed, exception.Message, "Check the resolvers of this machine (/etc/resolv.conf), or name another domain in P2P_DNS_ORIGINS.")];
        }
    }

    private Finding Describe(NodeAddress found)
    {
        if (!found.IsEmpty)
        {
            return published is null || Publication.IsCurrent(found, published.Address)
                ? Of(FindingState.Ok, $"Found again: {PlacesText.Of(found)}.")
                : Of(FindingState.Warning, $"Found {PlacesText.Of(found)}; now it is at {PlacesText.Of(published.Address)}.", "Look again in a minute: the DNS keeps answers for a while.");
        }

        return published is null or { Address.IsEmpty: true }
            ? Of(FindingState.Unknown, "Nothing of this node is there.")
            : Of(FindingState.Failed, "Nothing of this node is there.", "Look again in a minute; if it stays so, the domain does not serve what P2P_PKARR_URLS takes.");
    }

    private Finding Of(FindingState state, string text, string? advice = null) => new(Name, lookup.Name, state, text, advice);
}
