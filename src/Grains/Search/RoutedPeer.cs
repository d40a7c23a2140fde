namespace SoundTime.Grains.Search;

/// <summary>A peer that may know an answer.</summary>
/// <param name="Peer">Its id.</param>
/// <param name="HasFilter">Whether its filter says so; otherwise it has sent none, or none that is here yet.</param>
/// <param name="Score">How likely and how fast it answers, for comparison only: more is better.</param>
public sealed record RoutedPeer(string Peer, bool HasFilter, float Score);
