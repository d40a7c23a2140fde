using SoundTime.Storage.Tests.Catalogue;

namespace SoundTime.Storage.Tests.Sqlite;

/// <summary>The promises of every catalogue, held by SQLite.</summary>
public sealed class SqliteCatalogueConformance() : CatalogueConformance(new SqliteStoresFixture());
