using SoundTime.Storage.Tests.Settings;

namespace SoundTime.Storage.Tests.Postgres;

/// <summary>The promises of every store of settings, held by PostgreSQL.</summary>
public sealed class PostgresSettingStoreConformance() : SettingStoreConformance(new PostgresStoresFixture());
