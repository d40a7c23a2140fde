using SoundTime.Storage.Tests.Peers;

namespace SoundTime.Storage.Tests.Postgres;

/// <summary>The promises of every store of peers, held by PostgreSQL.</summary>
public sealed class PostgresPeerStoreConformance() : PeerStoreConformance(new PostgresStoresFixture());
