namespace SoundTime.Silo.Options.Kinds;

/// <summary>Addresses of nodes, in a comma list, in repeated flags, or both.</summary>
internal sealed class SeedPeersKind : OptionKind
{
    public override string Placeholder => "peers";

    public override string Accepts => "<node id>, <node id>@place[,place] with host:port or the URL of a relay for a place, or a ticket, several with commas between them";

    public override bool IsRepeatable => true;

    public override object Parse(IReadOnlyList<string> texts, OptionContext context)
    {
        IReadOnlyList<string> peers = [.. texts.SelectMany(SeedPeerList.Split)];
        foreach (var peer in peers)
        {
            context.CheckSeedPeer(peer);
        }

        return peers;
    }

    public override string Format(object value) => string.Join(',', (IReadOnlyList<string>)value);
}
