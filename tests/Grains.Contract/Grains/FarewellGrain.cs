using SoundTime.Grains.Contract.Support;

namespace SoundTime.Grains.Contract.Grains;

internal sealed class FarewellGrain(Journal journal) : Grain, IFarewellGrain
{
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        var key = this.GetPrimaryKeyString();
        if (key != "last")
        {
            await GrainFactory.GetGrain<IFarewellGrain>("last").TellAsync(key);
        }
    }

    public Task TellAsync(string name)
    {
        journal.Write($"told {name}");
        return Task.CompletedTask;
    }
}
