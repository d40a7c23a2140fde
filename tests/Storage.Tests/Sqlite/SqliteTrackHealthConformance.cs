using SoundTime.Storage.Tests.Health;

namespace SoundTime.Storage.Tests.Sqlite;

/// <summary>The promises of every store of healths, held by SQLite.</summary>
public sealed class SqliteTrackHealthConformance() : TrackHealthConformance(new SqliteStoresFixture());
