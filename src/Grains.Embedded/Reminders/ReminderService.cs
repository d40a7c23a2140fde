namespace SoundTime.Grains.Embedded;

internal abstract class ReminderService
{
    public abstract Task<IGrainReminder> RegisterAsync(GrainId grainId, string name, TimeSpan dueTime, TimeSpan period);

    public abstract Task UnregisterAsync(GrainId grainId, IGrainReminder reminder);

    public abstract Task<IGrainReminder?> FindAsync(GrainId grainId, string name);

    public abstract Task<List<IGrainReminder>> ListAsync(GrainId grainId);
}
