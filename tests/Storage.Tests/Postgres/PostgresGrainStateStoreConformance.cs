using SoundTime.Storage.Tests.GrainStates;

namespace SoundTime.Storage.Tests.Postgres;

/// <summary>The promises of every store of grain states, held by PostgreSQL.</summary>
public sealed class PostgresGrainStateStoreConformance() : GrainStateStoreConformance(new PostgresStoresFixture());
