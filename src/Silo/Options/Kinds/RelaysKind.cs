using SoundTime.Iroh;

namespace SoundTime.Silo.Options.Kinds;

/// <summary>Relays, each with a token before its host where it wants one. The tokens are never shown.</summary>
internal sealed class RelaysKind : ListKind<RelayServer>
{
    public override string Placeholder => "urls";

    public override string Accepts => $"https://host/, https://token@host/ or the same with http, several with commas between them, or {Off}";

    /// <summary>Leaves out what stands before the host: it is, or was to be, a token.</summary>
    public override string Show(string text) => string.Join(',', text.Split(',').Select(HideToken));

    protected override RelayServer ParseOne(string text)
    {
        var (token, url) = CutToken(text);
        if (!RelayUrl.TryParse(url, out var relay))
        {
            throw new FormatException($"has \"{HideToken(text)}\" where the URL of a relay is needed");
        }

        return token is null or { Length: > 0 and <= RelayServer.MaxTokenLength } && token?.AsSpan().ContainsAnyExceptInRange('!', '~') != true
            ? new RelayServer(relay, token)
            : throw new FormatException($"has a token for {relay} that is empty, longer than {RelayServer.MaxTokenLength} characters, or not of visible ASCII");
    }

    protected override string FormatOne(RelayServer value) => value.Url.Text;

    private static string HideToken(string text) => text.LastIndexOf('@') is var at and >= 0 ? $"(hidden){text[at..]}" : text;

    private static (string? Token, string Url) CutToken(string text)
    {
        var start = text.IndexOf("://", StringComparison.Ordinal) + "://".Length;
        var end = text.IndexOf('@', StringComparison.Ordinal);
        return start >= "://".Length && end >= start
            ? (Uri.UnescapeDataString(text[start..end]), text[..start] + text[(end + 1)..])
            : (null, text);
    }
}
