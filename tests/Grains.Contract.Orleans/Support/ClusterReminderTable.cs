using SoundTime.Storage.GrainStates;

namespace SoundTime.Grains.Contract.Orleans.Support;

/// <summary>Reminders in a store that outlives the silos.</summary>
public sealed class ClusterReminderTable(IReminderStore store) : IReminderTable
{
    public async Task<ReminderTableData> ReadRows(GrainId grainId) =>
        new((await store.ListAsync(TypeOf(grainId), KeyOf(grainId), CancellationToken.None)).Select(Row));

    public async Task<ReminderTableData> ReadRows(uint begin, uint end) =>
        new((await store.ListAsync(CancellationToken.None)).Select(Row).Where(row => IsWithin(row.GrainId.GetUniformHashCode(), begin, end)));

    public async Task<ReminderEntry> ReadRow(GrainId grainId, string reminderName) =>
        (await ReadRows(grainId)).Reminders.FirstOrDefault(row => row.ReminderName == reminderName)!;

    public Task<string> UpsertRow(ReminderEntry entry) => store.SaveAsync(
        new StoredReminder(
            TypeOf(entry.GrainId), KeyOf(entry.GrainId), entry.ReminderName, new DateTimeOffset(entry.StartAt, TimeSpan.Zero), entry.Period, string.Empty),
        CancellationToken.None);

    public Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag) =>
        store.RemoveAsync(TypeOf(grainId), KeyOf(grainId), reminderName, eTag, CancellationToken.None);

    public async Task TestOnlyClearTable()
    {
        foreach (var reminder in await store.ListAsync(CancellationToken.None))
        {
            await store.RemoveAsync(reminder.GrainType, reminder.Key, reminder.Name, reminder.ETag, CancellationToken.None);
        }
    }

    private static ReminderEntry Row(StoredReminder reminder) => new()
    {
        GrainId = GrainId.Create(reminder.GrainType, reminder.Key),
        ReminderName = reminder.Name,
        StartAt = reminder.StartAt.UtcDateTime,
        Period = reminder.Period,
        ETag = reminder.ETag,
    };

    /// <summary>Ranges go from after the begin to the end, and around where the begin is not before it.</summary>
    private static bool IsWithin(uint hash, uint begin, uint end) => begin < end ? hash > begin && hash <= end : hash > begin || hash <= end;

    private static string TypeOf(GrainId grainId) => grainId.Type.ToString()!;

    private static string KeyOf(GrainId grainId) => grainId.Key.ToString()!;
}
