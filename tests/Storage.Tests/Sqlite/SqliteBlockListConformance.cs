using SoundTime.Storage.Tests.Blocking;

namespace SoundTime.Storage.Tests.Sqlite;

/// <summary>The promises of every block list, held by SQLite.</summary>
public sealed class SqliteBlockListConformance() : BlockListConformance(new SqliteStoresFixture());
