using System.Net;
using SoundTime.Iroh.Dns;
using SoundTime.Wire;

namespace SoundTime.Iroh.Lookup;

/// <summary>Asks DNS for the TXT records of a node under an origin (iroh sheet, section 5.4). The answers are not signed.</summary>
public sealed class DnsLookup : IAddressLookup
{
    private readonly DnsName _origin;
    private readonly DnsResolver _resolver;

    /// <summary>Asks nobody yet.</summary>
    /// <param name="origin">The domain that the names of nodes are under.</param>
    /// <param name="servers">The resolvers to ask; null for those of the system, as they are at each lookup.</param>
    /// <param name="timeProvider">The clock of attempts and time limits.</param>
    /// <exception cref="FormatException">The origin is too long to have the names of nodes under it.</exception>
    /// <exception cref="ArgumentException">The list of resolvers is empty.</exception>
    public DnsLookup(DnsName origin, IReadOnlyList<IPEndPoint>? servers = null, TimeProvider? timeProvider = null)
    {
        if (servers is [])
        {
            throw new ArgumentException("Name one resolver at least, or none for those of the system.", nameof(servers));
        }

        _ = NodeRecords.NameOf(default, origin);
        _origin = origin;
        _resolver = new DnsResolver(servers, timeProvider ?? TimeProvider.System);
    }

    /// <inheritdoc/>
    public string Name => $"DNS {_origin}";

    /// <inheritdoc/>
    public async Task<NodeAddress> FindAsync(NodeId node, CancellationToken cancellationToken)
    {
        var name = NodeRecords.NameOf(node, _origin);
        var answer = await _resolver.AskAsync(new DnsQuestion(name, DnsType.Txt), cancellationToken).ConfigureAwait(false);
        return NodeRecords.Read(node, FollowAliases(name, answer.Answers), answer.Answers);
    }

    /// <summary>The name at the end of a chain of CNAME records. Each is followed once, so a circle ends.</summary>
    private static DnsName FollowAliases(DnsName name, IReadOnlyList<DnsRecord> answers)
    {
        var aliases = answers.OfType<DnsNameRecord>().Where(record => record.Type == DnsType.Cname && record.Class == DnsClass.Internet).ToList();
        while (aliases.Find(record => record.Name.Equals(name)) is { } alias)
        {
            aliases.Remove(alias);
            name = alias.Target;
        }

        return name;
    }
}
