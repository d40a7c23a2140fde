using SoundTime.Storage.Tests.GrainStates;

namespace SoundTime.Storage.Tests.Sqlite;

/// <summary>The promises of every store of grain states, held by SQLite.</summary>
public sealed class SqliteGrainStateStoreConformance() : GrainStateStoreConformance(new SqliteStoresFixture());
