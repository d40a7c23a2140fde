using System.Diagnostics.CodeAnalysis;

namespace SoundTime.Iroh;

/// <summary>
/// The URL of a relay. Its serialized text is its identity: nodes publish it, compare it and dial it letter by letter (iroh sheet, sections 1 and 9.3),
/// so <c>https://relay.example</c> is <c>https://relay.example/</c>, and a dot at the end of the host stays.
/// </summary>
public sealed record RelayUrl
{
    /// <summary>Longest text, in characters: with <c>relay=</c> in front it fills one string of a TXT record.</summary>
    public const int MaxLength = 249;

    private RelayUrl(Uri uri) => Uri = uri;

    /// <summary>The serialized URL.</summary>
    public string Text => Uri.AbsoluteUri;

    /// <summary>The URL, its path and query included.</summary>
    public Uri Uri { get; }

    /// <summary>Reads an absolute URL of the schemes http and https, without user name, password and fragment.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out RelayUrl? url)
    {
        url = text is { Length: > 0 and <= MaxLength }
            && Uri.TryCreate(text, UriKind.Absolute, out var uri)
            && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
            && uri is { Host.Length: > 0, UserInfo: "", Fragment: "" }
            && uri.AbsoluteUri.Length <= MaxLength
            && !uri.AbsoluteUri.AsSpan().ContainsAny(",= ")
                ? new RelayUrl(uri)
                : null;
        return url is not null;
    }

    /// <summary>Reads what <see cref="TryParse"/> accepts.</summary>
    /// <exception cref="FormatException">The text is no URL of a relay.</exception>
    public static RelayUrl Parse(string text) => TryParse(text, out var url)
        ? url
        : throw new FormatException("A relay's URL is https://host/ or http://host:port/.");

    /// <inheritdoc/>
    public bool Equals(RelayUrl? other) => other is not null && Text == other.Text;

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <summary>The serialized URL.</summary>
    public override string ToString() => Text;
}
