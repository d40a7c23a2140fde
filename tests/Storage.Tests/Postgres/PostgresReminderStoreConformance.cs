using SoundTime.Storage.Tests.GrainStates;

namespace SoundTime.Storage.Tests.Postgres;

/// <summary>The promises of every store of reminders, held by PostgreSQL.</summary>
public sealed class PostgresReminderStoreConformance() : ReminderStoreConformance(new PostgresStoresFixture());
