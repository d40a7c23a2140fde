using System.Text;
using SoundTime.Grains.Contract.Grains;
using SoundTime.Grains.Contract.Support;

namespace SoundTime.Grains.Contract;

/// <summary>What grains keep.</summary>
public abstract class StateContract(IGrainTestHost host) : GrainContract(host)
{
    [Fact]
    public async Task A_state_that_was_never_written_is_a_new_one()
    {
        var grain = Grains.GetGrain<INoteGrain>("a");
        Assert.Equal("empty", await grain.ReadAsync());
        Assert.Equal("empty, not stored", await grain.DescribeActivationAsync());
        Assert.Equal(0, World.States.Count);
    }

    [Fact]
    public async Task A_written_state_is_there_before_the_grain_is_activated_again()
    {
        var grain = Grains.GetGrain<INoteGrain>("a");
        await grain.WriteAsync("kept");
        await grain.DeactivateAsync();
        Assert.Equal("kept, stored", await grain.DescribeActivationAsync());
        Assert.Equal(1, await grain.CountAsync());
    }

    [Fact]
    public async Task States_survive_a_restart_and_a_kill()
    {
        await Grains.GetGrain<INoteGrain>("a").WriteAsync("one");
        await Host.StopAsync(Token);
        await Host.StartAsync(Token);
        var grain = Grains.GetGrain<INoteGrain>("a");
        Assert.Equal("one", await grain.ReadAsync());

        await grain.WriteAsync("two");
        await Host.KillAsync();
        await Host.StartAsync(Token);
        Assert.Equal("two", await Grains.GetGrain<INoteGrain>("a").ReadAsync());
        Assert.Equal(2, await Grains.GetGrain<INoteGrain>("a").CountAsync());
    }

    [Fact]
    public async Task What_was_not_written_is_lost()
    {
        var grain = Grains.GetGrain<INoteGrain>("a");
        await grain.WriteAsync("kept");
        await grain.ChangeAsync("lost");
        Assert.Equal("kept", await grain.RefreshAsync());

        await grain.ChangeAsync("lost");
        await grain.DeactivateAsync();
        Assert.Equal("kept", await grain.ReadAsync());
    }

    [Fact]
    public async Task Keys_have_states_of_their_own()
    {
        await Grains.GetGrain<INoteGrain>("a").WriteAsync("a's");
        Assert.Equal("empty", await Grains.GetGrain<INoteGrain>("b").ReadAsync());
    }

    [Fact]
    public async Task A_conflict_that_leaves_the_call_ends_the_activation_and_the_next_has_what_is_stored()
    {
        var grain = Grains.GetGrain<INoteGrain>("a");
        await grain.WriteAsync("mine");
        await WriteBehindItsBackAsync("theirs");
        await Assert.ThrowsAsync<InconsistentStateException>(() => grain.WriteAsync("mine again"));
        Assert.Equal("theirs, stored", await grain.DescribeActivationAsync());

        await grain.WriteAsync("on top");
        Assert.Equal("on top", await grain.RefreshAsync());
    }

    [Fact]
    public async Task A_conflict_ends_the_activation_that_it_leaves_first_and_no_other()
    {
        var caller = Grains.GetGrain<ICallerGrain>("caller");
        var instance = await caller.InstanceAsync();
        await caller.WriteNoteAsync("a", "mine");
        await WriteBehindItsBackAsync("theirs");
        await Assert.ThrowsAsync<InconsistentStateException>(() => caller.WriteNoteAsync("a", "mine again"));
        Assert.Equal(instance, await caller.InstanceAsync());
        Assert.Equal("theirs", await Grains.GetGrain<INoteGrain>("a").ReadAsync());
    }

    [Fact]
    public async Task A_conflict_that_the_grain_catches_does_not_end_the_activation()
    {
        var grain = Grains.GetGrain<INoteGrain>("a");
        await grain.WriteAsync("mine");
        await WriteBehindItsBackAsync("theirs");
        Assert.False(await grain.TryWriteAsync("mine again"));
        Assert.Equal("empty, not stored", await grain.DescribeActivationAsync());
        Assert.Equal("theirs", await grain.RefreshAsync());
        Assert.True(await grain.TryWriteAsync("on top"));
    }

    [Fact]
    public async Task A_state_that_somebody_wrote_first_is_not_written_over()
    {
        var grain = Grains.GetGrain<INoteGrain>("a");
        Assert.Equal("empty", await grain.ReadAsync());
        await WriteBehindItsBackAsync("theirs");
        Assert.False(await grain.TryWriteAsync("mine"));
        Assert.Equal("theirs", await grain.RefreshAsync());
    }

    [Fact]
    public async Task A_cleared_state_is_gone_and_can_be_written_again()
    {
        var grain = Grains.GetGrain<INoteGrain>("a");
        await grain.WriteAsync("kept");
        await grain.ClearAsync();
        Assert.Equal("empty", await grain.ReadAsync());
        await grain.DeactivateAsync();
        Assert.Equal("empty", await grain.ReadAsync());
        await grain.WriteAsync("anew");
        await grain.DeactivateAsync();
        Assert.Equal("anew", await grain.ReadAsync());
    }

    private async Task WriteBehindItsBackAsync(string text)
    {
        var stored = await World.States.ReadAsync(NoteGrain.StateName, "a", Token);
        var json = Encoding.UTF8.GetBytes($$"""{"Text":"{{text}}"}""");
        Assert.NotNull(await World.States.WriteAsync(NoteGrain.StateName, "a", stored?.ETag, json, Token));
    }
}
