using SoundTime.Storage.Tests.Integrity;

namespace SoundTime.Storage.Tests.Postgres;

/// <summary>The promises of every store of findings, held by PostgreSQL.</summary>
public sealed class PostgresIntegrityStoreConformance() : IntegrityStoreConformance(new PostgresStoresFixture());
