using SoundTime.Storage.Tests.Integrity;

namespace SoundTime.Storage.Tests.Sqlite;

/// <summary>The promises of every store of findings, held by SQLite.</summary>
public sealed class SqliteIntegrityStoreConformance() : IntegrityStoreConformance(new SqliteStoresFixture());
