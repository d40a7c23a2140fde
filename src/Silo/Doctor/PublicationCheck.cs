using SoundTime.Api;
using SoundTime.Iroh;
using SoundTime.Iroh.Lookup;
using SoundTime.Wire;

namespace SoundTime.Silo.Doctor;

/// <summary>Whether what this node publishes is found again where others look for it. An own question, past every cache.</summary>
/// <param name="node">This node.</param>
/// <param name="directory">The address directory.</param>
/// <param name="client">Speaks with it.</param>
/// <param name="published">What is to be found there; null where the node does not run.</param>
/// <param name="time">The clock.</param>
internal sealed class PublicationCheck(NodeId node, Uri directory, PkarrClient client, INodeAddressSource? published, TimeProvider time) : IConnectionCheck
{
    /// <inheritdoc/>
    public string Name => "published";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Finding>> LookAsync(CancellationToken cancellationToken)
    {
        SignedPacket? packet;
        try
        {
            packet = await client.GetAsync(directory, node, cancellationToken);
        }
        catch (IOException exception)
        {
            return [Of(FindingState.Failed, exception.Message, $"Check that this machine reaches it over {directory.Scheme.ToUpperInvariant()}, or name another in P2P_PKARR_URLS.")];
        }

        return [packet is null ? DescribeMissing() : Describe(packet)];
    }

    private Finding DescribeMissing() => published switch
    {
        null => Of(FindingState.Unknown, "Nothing of this node is there, which does not run."),
        { Address.IsEmpty: true } => Of(
            FindingState.Unknown, "There is nothing to publish: no relay is connected, and no address is one that others could use.", "Mend the relays first, or set P2P_EXTERNAL_ADDRESSES."),
        _ => Of(FindingState.Failed, "Nothing of this node is there.", "Look again in a moment; if it stays so, the node's log says why the directory takes nothing."),
    };

    private Finding Describe(SignedPacket packet)
    {
        var age = time.GetUtcNow() - packet.SignedAt;
        var found = NodeRecords.Read(node, NodeRecords.NameOf(node), packet.Records.Answers);
        var text = $"Found again, signed {Math.Max(0, age.TotalSeconds):0} seconds ago: {PlacesText.Of(found)}.";
        return published is null || Publication.IsCurrent(found, published.Address) ? Of(FindingState.Ok, text)
            : published.Address.IsEmpty ? Of(FindingState.Warning, $"{text} Now it has no place that others could use.", "Mend the relays first, or set P2P_EXTERNAL_ADDRESSES.")
            : Of(FindingState.Warning, $"{text} Now it is at {PlacesText.Of(published.Address)}.", "Look again in a moment: changes are published within seconds.");
    }

    private Finding Of(FindingState state, string text, string? advice = null) => new(Name, directory.AbsoluteUri, state, text, advice);
}
