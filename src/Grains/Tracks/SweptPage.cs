namespace SoundTime.Grains.Tracks;

/// <summary>What the sweep found on one page of all tracks that peers hold.</summary>
/// <param name="Position">The last track that was looked at; null where all have been.</param>
/// <param name="Checked">Tracks that were looked at.</param>
/// <param name="Here">Those of them whose bytes are here.</param>
/// <param name="WithoutSource">Those of them whose bytes are not here, and that no peer offers that is online.</param>
/// <param name="Restored">Those in trouble that are well again.</param>
public sealed record SweptPage(Guid? Position, int Checked, int Here, int WithoutSource, int Restored);
