using SoundTime.Storage.Tests.Covers;

namespace SoundTime.Storage.Tests.Postgres;

/// <summary>The promises of every store of covers, held by PostgreSQL.</summary>
public sealed class PostgresCoverStoreConformance() : CoverStoreConformance(new PostgresStoresFixture());
