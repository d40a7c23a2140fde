using System.Globalization;
using SoundTime.Api;
using SoundTime.Iroh;
using SoundTime.Iroh.Lookup;
using SoundTime.Silo.Peers;
using SoundTime.Storage;
using SoundTime.Wire;

namespace SoundTime.Silo.Doctor;

/// <summary>How a peer is found, and whether and by which path it is reached.</summary>
/// <param name="peer">Which.</param>
/// <param name="lookups">All lookups, past every cache.</param>
/// <param name="addresses">Where it was seen last, and where the admin says it is.</param>
/// <param name="client">Asks it.</param>
/// <param name="connections">The connections to it and from it.</param>
internal sealed class PeerCheck(NodeId peer, CachedLookup lookups, PeerAddresses addresses, PeerClient client, PeerPaths connections) : IConnectionCheck
{
    private const string LookupName = "lookup";

    /// <inheritdoc/>
    public string Name => "peer";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Finding>> LookAsync(CancellationToken cancellationToken)
    {
        var known = await addresses.FindAsync(peer, cancellationToken);
        var looking = lookups.FindEachAsync(peer, cancellationToken);
        var reached = await ReachAsync(known, looking, cancellationToken);
        return [reached, .. Describe(await looking, isReached: reached.State == FindingState.Ok)];
    }

    /// <summary>Asks the peer, over the connection that stands or a new one, which is dialled at all places at once.</summary>
    private async Task<Finding> ReachAsync(NodeAddress known, Task<IReadOnlyList<LookupResult>> looking, CancellationToken cancellationToken)
    {
        try
        {
            await client.PingAsync(peer, cancellationToken);
            return Of(Name, FindingState.Ok, string.Join("; ", connections.Of(peer).Select(Describe).DefaultIfEmpty("It answered, and its connection has ended since")) + ".");
        }
        catch (PeerRequestException exception) when (exception.Reason is PeerRequestFailure.BlockedHere)
        {
            return Of(Name, FindingState.Unknown, "It is blocked here, and therefore not asked.");
        }
        catch (Exception exception) when (exception is PeerRequestException or StorageException)
        {
            var found = (await looking).Select(result => result.Address).OfType<NodeAddress>();
            var tried = found.Prepend(known).Where(address => !address.IsEmpty).Select(PlacesText.Of).Distinct().ToList();
            return Of(
                Name,
                FindingState.Failed,
                $"{exception.Message} Tried: {(tried.Count > 0 ? string.Join("; ", tried) : "nothing, as no place is known")}.",
                AdviceFor(exception, tried.Count > 0));
        }
    }

    private static string AdviceFor(Exception exception, bool isPlaceKnown) => exception switch
    {
        StorageException => "See the node's log: its database does not answer.",
        PeerRequestException { Reason: PeerRequestFailure.BlockedThere } => "Ask its admin to unblock this node.",
        PeerRequestException { Reason: PeerRequestFailure.BlockListUnreadable } => "See the node's log: its database does not answer.",
        _ when !isPlaceKnown => "Ask its admin for a new invitation (soundtime invite) and give it to soundtime join.",
        _ => "See whether it runs; have its admin run soundtime doctor, too.",
    };

    private static string Describe(IrohConnection connection)
    {
        var reason = connection.Path.Reason switch
        {
            PathReason.AnsweredFirst => "of all places dialled this one answered first",
            PathReason.MovedToDirect => "moved there from a relay",
            PathReason.PeerChose => "the peer dialled, and came this way",
            PathReason.PeerMoved => "the peer moved there",
            _ => throw new ArgumentOutOfRangeException(nameof(connection), connection.Path.Reason, null),
        };
        var time = connection.RoundTripTime is { } roundTrip ? string.Create(CultureInfo.InvariantCulture, $", {roundTrip.TotalMilliseconds:0.#} ms") : "";
        return $"{(connection.IsOutbound ? "Connected" : "Connected by it")} {(connection.Path.IsDirect ? "directly at" : "over")} {connection.Path}{time} ({reason})";
    }

    /// <summary>What each lookup knows. One that fails is no failure of the peer's while it is reached.</summary>
    private IEnumerable<Finding> Describe(IEnumerable<LookupResult> results, bool isReached) => results.Select(result => result switch
    {
        { Address: { IsEmpty: false } found } => Of(LookupName, FindingState.Ok, $"{result.Name}: {PlacesText.Of(found)}."),
        { Address: not null } => Of(LookupName, FindingState.Unknown, $"{result.Name}: not known there."),
        _ => Of(
            LookupName,
            isReached ? FindingState.Warning : FindingState.Failed,
            $"{result.Name}: {result.Problem}",
            "Check that this machine reaches it, or switch it off."),
    });

    private Finding Of(string check, FindingState state, string text, string? advice = null) => new(check, peer.ShortText, state, text, advice);
}
