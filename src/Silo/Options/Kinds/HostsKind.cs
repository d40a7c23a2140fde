using SoundTime.Iroh;

namespace SoundTime.Silo.Options.Kinds;

/// <summary>Places with ports.</summary>
internal sealed class HostsKind : ListKind<NodeHost>
{
    public override string Placeholder => "hosts";

    public override string Accepts => "host:port, an IPv6 address in brackets, several with commas between them";

    protected override string Empty => "";

    protected override NodeHost ParseOne(string text) =>
        NodeHost.TryParse(text, out var host) ? host : throw new FormatException($"has \"{text}\" where host:port is needed");
}
