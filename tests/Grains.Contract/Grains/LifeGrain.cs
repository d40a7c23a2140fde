using Microsoft.Extensions.DependencyInjection;
using SoundTime.Grains.Contract.Support;

namespace SoundTime.Grains.Contract.Grains;

internal sealed class LifeGrain(Journal journal, Gates gates) : Grain, ILifeGrain
{
    /// <summary>A grain whose key ends so fails to be activated once.</summary>
    public const string FailsOnce = "fails-once";

    private readonly Guid _instance = Guid.NewGuid();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var key = this.GetPrimaryKeyString();
        journal.Write($"activate {key}");
        ServiceProvider.GetRequiredService<ScopedWitness>().Name = key;
        if (key.EndsWith(FailsOnce, StringComparison.Ordinal) && journal.Count($"activate {key}") == 1)
        {
            await gates.PassAsync(FailsOnce);
            throw new InvalidOperationException("Not this time.");
        }
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        journal.Write($"deactivate {this.GetPrimaryKeyString()} {reason.ReasonCode}");
        return Task.CompletedTask;
    }

    public Task<Guid> InstanceAsync() => Task.FromResult(_instance);

    public async Task<Guid> DeactivateAsync(string gate)
    {
        DeactivateOnIdle();
        journal.Write($"leaving {this.GetPrimaryKeyString()}");
        await gates.PassAsync(gate);
        return _instance;
    }

    public async Task WorkAsync(string gate)
    {
        journal.Write($"work {this.GetPrimaryKeyString()}");
        await gates.PassAsync(gate);
        journal.Write($"worked {this.GetPrimaryKeyString()}");
    }

    public Task<string[]> WhoAsync() =>
        Task.FromResult(new[] { this.GetPrimaryKeyString(), IdentityString, this.AsReference<ILifeGrain>().GetPrimaryKeyString() });
}
