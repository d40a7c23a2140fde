namespace SoundTime.Api;

/// <summary>Marks an endpoint that a private instance answers only to who shows a token.</summary>
internal sealed class PrivateGated;
