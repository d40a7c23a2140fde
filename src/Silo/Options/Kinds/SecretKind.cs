namespace SoundTime.Silo.Options.Kinds;

/// <summary>A secret that travels in an HTTP header. It is never shown.</summary>
internal class SecretKind : OptionKind<string>
{
    public override string Placeholder => "secret";

    public override string Accepts => "letters, digits and signs of ASCII without spaces";

    public override bool IsSecret => true;

    protected override string Parse(string text, OptionContext context) =>
        text.Length > 0 && !text.AsSpan().ContainsAnyExceptInRange('!', '~') ? text : throw new FormatException("holds something else than visible ASCII characters");
}
