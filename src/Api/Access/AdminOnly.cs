namespace SoundTime.Api;

/// <summary>Marks an endpoint that wants the admin token.</summary>
internal sealed class AdminOnly;
