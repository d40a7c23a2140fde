using SoundTime.Grains.Contract.Support;

namespace SoundTime.Grains.Contract.Grains;

internal sealed class WitnessedGrain(Witnesses witnesses) : Grain, IWitnessedGrain
{
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        witnesses.Add(this);
        this.RegisterGrainTimer(_ => Task.CompletedTask, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
        return Task.CompletedTask;
    }

    public Task CallAsync() => Task.CompletedTask;
}
