namespace SoundTime.Grains.Contract.Grains;

/// <summary>May be idle for two hours. Writes to the journal "gone" and its key when it ends.</summary>
public interface IPatientGrain : IGrainWithStringKey
{
    Task CallAsync();

    /// <summary>Not to be ended for that long.</summary>
    Task StayAsync(TimeSpan time);

    /// <summary>A timer that ticks every minute.</summary>
    Task TickAsync(bool keepAlive);
}
