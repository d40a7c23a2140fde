using SoundTime.Storage.Tests.Peers;

namespace SoundTime.Storage.Tests.Sqlite;

/// <summary>The promises of every store of peers, held by SQLite.</summary>
public sealed class SqlitePeerStoreConformance() : PeerStoreConformance(new SqliteStoresFixture());
