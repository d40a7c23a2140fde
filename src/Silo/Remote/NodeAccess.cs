namespace SoundTime.Silo.Remote;

/// <summary>How the admin API of a running node is asked.</summary>
/// <param name="Url">Where it listens.</param>
/// <param name="Token">What it wants to see; a secret.</param>
internal sealed record NodeAccess(Uri Url, string Token);
