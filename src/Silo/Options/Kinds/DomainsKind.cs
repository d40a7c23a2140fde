namespace SoundTime.Silo.Options.Kinds;

/// <summary>Domains of the DNS, written without a dot at their end.</summary>
internal sealed class DomainsKind : ListKind<string>
{
    /// <summary>Longest domain that leaves room for the label of a node in front of it (RFC 1035, section 2.3.4: 255 bytes in all).</summary>
    private const int MaxLength = 180;

    public override string Placeholder => "domains";

    public override string Accepts => $"domain names, several with commas between them, or {Off}";

    protected override string ParseOne(string text)
    {
        var name = text.TrimEnd('.');
        return name.Length is > 0 and <= MaxLength && Uri.CheckHostName(name) == UriHostNameType.Dns
            ? name
            : throw new FormatException($"has \"{text}\" where a domain name is needed");
    }
}
