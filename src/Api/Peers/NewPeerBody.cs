namespace SoundTime.Api;

/// <summary>A peer to be added, as a request says it (protocol sheet, section 9.4).</summary>
/// <param name="NodeId">Its id, or <c>id@place[,place…]</c>, or a ticket.</param>
internal sealed record NewPeerBody(string NodeId);
