using SoundTime.Storage.Tests.Blocking;

namespace SoundTime.Storage.Tests.Postgres;

/// <summary>The promises of every block list, held by PostgreSQL.</summary>
public sealed class PostgresBlockListConformance() : BlockListConformance(new PostgresStoresFixture());
