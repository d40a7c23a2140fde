using SoundTime.Grains.Contract.Support;

namespace SoundTime.Grains.Contract.Grains;

[CollectionAgeLimit(Hours = 2)]
internal sealed class PatientGrain(Journal journal) : Grain, IPatientGrain
{
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        journal.Write($"gone {this.GetPrimaryKeyString()}");
        return Task.CompletedTask;
    }

    public Task CallAsync() => Task.CompletedTask;

    public Task StayAsync(TimeSpan time)
    {
        DelayDeactivation(time);
        return Task.CompletedTask;
    }

    public Task TickAsync(bool keepAlive)
    {
        this.RegisterGrainTimer(
            _ => Task.CompletedTask,
            new GrainTimerCreationOptions { DueTime = TimeSpan.FromMinutes(1), Period = TimeSpan.FromMinutes(1), KeepAlive = keepAlive });
        return Task.CompletedTask;
    }
}
