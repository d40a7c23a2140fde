namespace SoundTime.Silo.Options.Kinds;

/// <summary>A secret that travels in an HTTP header. It is never shown.</summary>
internal class SecretKind : OptionKind<string>
{
    /// <summary>The API looks at no longer headers.</summary>
    protected const int MaxLength = 512;

    /// <summary>What it is made of, for people.</summary>
    protected const string Characters = "letters, digits and signs of ASCII without spaces";

    public override string Placeholder => "secret";

    public override string Accepts => $"up to {MaxLength} {Characters}";

    public override bool IsSecret => true;

    protected override string Parse(string text, OptionContext context)
    {
        if (text.Length > MaxLength)
        {
            throw new FormatException($"has more than {MaxLength} characters");
        }

        return text.Length > 0 && !text.AsSpan().ContainsAnyExceptInRange('!', '~') ? text : throw new FormatException("holds something else than visible ASCII characters");
    }
}
