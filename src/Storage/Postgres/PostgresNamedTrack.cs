using SoundTime.Storage.Catalogue;

namespace SoundTime.Storage.Postgres;

/// <summary>What is said of a track, with the ids of what it names.</summary>
/// <param name="Id">Id of the track.</param>
/// <param name="Facts">What is said.</param>
/// <param name="Names">The artists and the album that it names.</param>
internal sealed record PostgresNamedTrack(Guid Id, TrackFacts Facts, PostgresTrackNames Names);
