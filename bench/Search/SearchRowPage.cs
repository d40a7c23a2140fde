namespace SoundTime.Bench;

/// <summary>Rows that go into the tables together.</summary>
/// <param name="Artists">Those who are new.</param>
/// <param name="Albums">Those that are new.</param>
/// <param name="Tracks">All tracks, each with its copy.</param>
internal sealed record SearchRowPage(List<(Guid Id, string Name)> Artists, List<(Guid Id, Guid Artist, string Title)> Albums, List<SearchTrackRow> Tracks);
