using SoundTime.Wire;

namespace SoundTime.Api;

/// <summary>What another node needs to reach this one.</summary>
/// <param name="Id">This node.</param>
/// <param name="Ticket">All of it in one word, as iroh nodes write it.</param>
/// <param name="Places">Where it may be reached: each <c>host:port</c> or the URL of a relay; empty where it can only be looked up by its id.</param>
public sealed record Invitation(NodeId Id, string Ticket, IReadOnlyList<string> Places);
