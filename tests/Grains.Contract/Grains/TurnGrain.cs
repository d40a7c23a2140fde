using SoundTime.Grains.Contract.Support;

namespace SoundTime.Grains.Contract.Grains;

internal sealed class TurnGrain(Journal journal, Gates gates) : Grain, ITurnGrain
{
    /// <summary>What a caller sets, and a grain must not see.</summary>
    public static readonly AsyncLocal<string?> Ambient = new();

    /// <summary>A grain of this key is activated only when the gate of that name is open.</summary>
    public const string Late = "late";

    private int _count;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (this.GetPrimaryKeyString() == Late)
        {
            await gates.PassAsync(Late);
        }
    }

    public Task EnterAsync(string name) => PassAsync(name);

    public Task EnterBesideAllAsync(string name) => PassAsync(name);

    public Task ReadAsync(string name) => PassAsync(name);

    public async Task<int> IncrementAsync()
    {
        var count = _count;
        await Task.Yield();
        return _count = count + 1;
    }

    public async Task<bool[]> WhereAsync()
    {
        var mine = TaskScheduler.Current;
        var atFirst = mine != TaskScheduler.Default;
        await Task.Yield();
        var afterAwait = TaskScheduler.Current == mine;
        var inRun = await Task.Run(() => TaskScheduler.Current == mine);
        var afterRun = TaskScheduler.Current == mine;
        var inStartNew = await Task.Factory.StartNew(() => TaskScheduler.Current == mine, CancellationToken.None, TaskCreationOptions.None, TaskScheduler.Current);
        return [atFirst, afterAwait, inRun, afterRun, inStartNew];
    }

    public Task<string?> AmbientAsync() => Task.FromResult(Ambient.Value);

    public Task SetAmbientAsync(string value)
    {
        Ambient.Value = value;
        return Task.CompletedTask;
    }

    private async Task PassAsync(string name)
    {
        journal.Write($"begin {name}");
        await gates.PassAsync(name);
        journal.Write($"end {name}");
    }
}
