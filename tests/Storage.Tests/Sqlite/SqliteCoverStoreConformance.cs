using SoundTime.Storage.Tests.Covers;

namespace SoundTime.Storage.Tests.Sqlite;

/// <summary>The promises of every store of covers, held by SQLite.</summary>
public sealed class SqliteCoverStoreConformance() : CoverStoreConformance(new SqliteStoresFixture());
