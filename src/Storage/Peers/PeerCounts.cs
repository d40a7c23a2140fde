namespace SoundTime.Storage.Peers;

/// <summary>How many peers there are. Blocked ones do not count.</summary>
/// <param name="Known">All.</param>
/// <param name="Online">Those that answered when they were last asked.</param>
public sealed record PeerCounts(int Known, int Online);
