namespace SoundTime.Silo.Options.Kinds;

/// <summary>URLs below which something is asked for.</summary>
internal sealed class UrlsKind : ListKind<Uri>
{
    public override string Placeholder => "urls";

    public override string Accepts => $"https://host/path or http://host/path, several with commas between them, or {Off}";

    protected override Uri ParseOne(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp)
        && url is { UserInfo: "", Query: "", Fragment: "" }
            ? url
            : throw new FormatException($"has \"{text}\" where a URL is needed");

    protected override string FormatOne(Uri value) => value.AbsoluteUri;
}
