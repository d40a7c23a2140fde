using SoundTime.Storage.Tests.Settings;

namespace SoundTime.Storage.Tests.Sqlite;

/// <summary>The promises of every store of settings, held by SQLite.</summary>
public sealed class SqliteSettingStoreConformance() : SettingStoreConformance(new SqliteStoresFixture());
