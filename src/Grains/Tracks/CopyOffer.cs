namespace SoundTime.Grains.Tracks;

/// <summary>A copy that may be asked for.</summary>
/// <param name="Peer">Who offers it: a node's id in 64 hex digits.</param>
/// <param name="FileSize">Its size in bytes, by the peer's account.</param>
/// <param name="IsOnline">Whether the peer answered when it was last asked.</param>
/// <param name="IsProven">
/// Whether what this peer sends may be heard before it is verified: its last delivery was right, and none was wrong since. What others send is held back as long as there is another copy to turn to.
/// </param>
/// <param name="Score">How good it is: see <see cref="CopyScore"/>.</param>
public sealed record CopyOffer(string Peer, long FileSize, bool IsOnline, bool IsProven, long Score);
