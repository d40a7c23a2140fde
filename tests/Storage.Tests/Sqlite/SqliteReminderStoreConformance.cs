using SoundTime.Storage.Tests.GrainStates;

namespace SoundTime.Storage.Tests.Sqlite;

/// <summary>The promises of every store of reminders, held by SQLite.</summary>
public sealed class SqliteReminderStoreConformance() : ReminderStoreConformance(new SqliteStoresFixture());
