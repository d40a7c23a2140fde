using SoundTime.Storage.Tests.Catalogue;

namespace SoundTime.Storage.Tests.Postgres;

/// <summary>The promises of every catalogue, held by PostgreSQL.</summary>
public sealed class PostgresCatalogueConformance() : CatalogueConformance(new PostgresStoresFixture());
