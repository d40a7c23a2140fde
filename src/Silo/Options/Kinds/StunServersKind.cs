using SoundTime.Iroh;

namespace SoundTime.Silo.Options.Kinds;

/// <summary>STUN servers; a relay stands for the one on its host.</summary>
internal sealed class StunServersKind : ListKind<NodeHost>
{
    /// <summary>The port of STUN over UDP (RFC 8489, section 18.6).</summary>
    private const int Port = 3478;

    /// <summary>Where the relays of n0 are, which answer no STUN (iroh sheet, section 3.5).</summary>
    private const string ForeignRelays = ".iroh.link";

    public override string Placeholder => "hosts";

    public override string Accepts => $"host:port, or the URL of a relay for UDP port {Port} of its host (n0's have none), several with commas between them, or {Off}";

    protected override bool Counts(string piece) =>
        !RelayUrl.TryParse(piece, out var relay) || !relay.Uri.Host.TrimEnd('.').EndsWith(ForeignRelays, StringComparison.OrdinalIgnoreCase);

    protected override NodeHost ParseOne(string text) =>
        RelayUrl.TryParse(text, out var relay) ? new NodeHost(relay.Uri.DnsSafeHost.TrimEnd('.'), Port)
        : NodeHost.TryParse(text, out var host) ? host
        : throw new FormatException($"has \"{text}\" where host:port is needed");
}
