namespace SoundTime.Api;

/// <summary>An invitation as the API writes it, and as the program reads it again.</summary>
/// <param name="NodeId">This node's id.</param>
/// <param name="Ticket">What a friend gives to <c>soundtime join</c>.</param>
/// <param name="Places">Where this node may be reached.</param>
public sealed record InvitationBody(string NodeId, string Ticket, IReadOnlyList<string> Places);
