using SoundTime.Storage.Tests.Health;

namespace SoundTime.Storage.Tests.Postgres;

/// <summary>The promises of every store of healths, held by PostgreSQL.</summary>
public sealed class PostgresTrackHealthConformance() : TrackHealthConformance(new PostgresStoresFixture());
