namespace SoundTime.Grains.Contract.Grains;

internal sealed class NoteGrain(
    [PersistentState(NoteGrain.StateName)] IPersistentState<Note> note,
    [PersistentState("contract-note-count")] IPersistentState<NoteCount> count) : Grain, INoteGrain
{
    public const string StateName = "contract-note";

    private string _activation = "never";

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _activation = $"{note.State.Text}, {(note.RecordExists ? "stored" : "not stored")}";
        return Task.CompletedTask;
    }

    public Task<string> ReadAsync() => Task.FromResult(note.State.Text);

    public Task<int> CountAsync() => Task.FromResult(count.State.Count);

    public async Task WriteAsync(string text)
    {
        note.State.Text = text;
        await note.WriteStateAsync();
        count.State.Count++;
        await count.WriteStateAsync();
    }

    public Task ChangeAsync(string text)
    {
        note.State.Text = text;
        return Task.CompletedTask;
    }

    public async Task<bool> TryWriteAsync(string text)
    {
        try
        {
            note.State.Text = text;
            await note.WriteStateAsync();
            return true;
        }
        catch (InconsistentStateException)
        {
            return false;
        }
    }

    public Task ClearAsync() => note.ClearStateAsync();

    public async Task<string> RefreshAsync()
    {
        await note.ReadStateAsync();
        return note.State.Text;
    }

    public Task<string> DescribeActivationAsync() => Task.FromResult(_activation);

    public Task DeactivateAsync()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}
