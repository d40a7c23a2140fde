namespace SoundTime.Silo.Options.Kinds;

/// <summary>A secret that is too long to be guessed, even where nobody is locked out for trying.</summary>
internal sealed class LongSecretKind : SecretKind
{
    private const int MinLength = 16;

    public override string Accepts => $"{MinLength} to {MaxLength} {Characters}";

    protected override string Parse(string text, OptionContext context) =>
        base.Parse(text, context).Length >= MinLength ? text : throw new FormatException($"has fewer than {MinLength} characters");
}
