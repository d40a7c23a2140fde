namespace SoundTime.Iroh;

/// <summary>A relay that this node may be reached through.</summary>
/// <param name="Url">Where it is.</param>
/// <param name="Token">What it wants to see before it relays (<c>Authorization: Bearer</c>); null where it wants nothing. A secret.</param>
public sealed record RelayServer(RelayUrl Url, string? Token = null)
{
    /// <summary>Longest token, in characters.</summary>
    public const int MaxTokenLength = 512;

    /// <summary>The URL alone: the token is a secret.</summary>
    public override string ToString() => Url.ToString();
}
