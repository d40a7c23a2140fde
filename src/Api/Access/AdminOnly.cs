namespace SoundTime.Api;

/// <summary>Marks an endpoint that wants the admin token.</summary>
/// <param name="ExceptOnThisMachine">Whether programs of the node's own machine need none while no <c>API_TOKEN</c> is set, as for uploads.</param>
internal sealed record AdminOnly(bool ExceptOnThisMachine = false);
