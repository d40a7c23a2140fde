using SoundTime.Grains.Contract.Support;

namespace SoundTime.Grains.Contract.Grains;

[Reentrant]
internal sealed class ReentrantGrain(Journal journal, Gates gates) : Grain, IReentrantGrain
{
    public async Task EnterAsync(string name)
    {
        journal.Write($"begin {name}");
        await gates.PassAsync(name);
        journal.Write($"end {name}");
    }

    public Task EnterThroughReferenceAsync(string name) => this.AsReference<IReentrantGrain>().EnterAsync(name);
}
