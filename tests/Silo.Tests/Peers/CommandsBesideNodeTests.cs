using SoundTime.Iroh.Identity;
using SoundTime.Silo.Tests.Support;
using SoundTime.Testing;

namespace SoundTime.Silo.Tests.Peers;

/// <summary>Commands on the data folder of a node, as processes of their own.</summary>
public sealed class CommandsBesideNodeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Data => Path.Combine(_folder.Path, "data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_id_that_is_printed_is_that_of_the_key_file_and_of_the_node_that_runs_on_it()
    {
        var (exitCode, output, error) = await RunAsync("id", "--data", Data);

        var id = KeyFile.LoadOrCreate(Path.Combine(Data, "p2p", "secret_key")).NodeId;
        Assert.Equal((0, $"{id}\n", ""), (exitCode, output, error));

        using var node = await WholeNode.StartAsync(Data);
        Assert.Equal(id, node.Address.Id);
        Assert.Equal($"{id}\n", (await RunAsync("id", "--data", Data)).Output);
    }

    [Fact]
    public async Task What_is_imported_beside_a_running_node_is_listed_and_played_by_it()
    {
        var bytes = Music.Wave(seed: 5);
        var file = Path.Combine(_folder.Path, "song.wav");
        await File.WriteAllBytesAsync(file, bytes, Cancellation);
        using var node = await WholeNode.StartAsync(Data);

        var (exitCode, output, _) = await RunAsync("import", file, "--data", Data);

        Assert.Equal(0, exitCode);
        Assert.StartsWith("1 imported, 0 unchanged, 0 failed", output, StringComparison.Ordinal);
        var track = Assert.Single(await node.WaitForTracksAsync(1));
        Assert.Equal(Music.HashOf(bytes), track.Hash);
        Assert.True((await node.PlayAsync(track.Id)).AsSpan().SequenceEqual(bytes));
    }

    [Fact]
    public async Task What_is_imported_beside_a_running_node_is_announced_to_its_peers()
    {
        var bytes = Music.Wave(seed: 6);
        var file = Path.Combine(_folder.Path, "song.wav");
        await File.WriteAllBytesAsync(file, bytes, Cancellation);
        using var node = await WholeNode.StartAsync(Data);
        using var other = await WholeNode.StartAsync(Path.Combine(_folder.Path, "other"), "--seed", node.Address.ToString());

        Assert.Equal(0, (await RunAsync("import", file, "--data", Data)).ExitCode);

        var track = Assert.Single(await other.WaitForTracksAsync(1));
        Assert.True((await other.PlayAsync(track.Id)).AsSpan().SequenceEqual(bytes));
    }

    [Fact]
    public async Task A_node_and_its_commands_keep_everything_in_the_PostgreSQL_database_that_is_named()
    {
        await using var database = await (await PostgresServer.Shared).CreateDatabaseAsync(Cancellation);
        Directory.CreateDirectory(Data);
        await File.WriteAllTextAsync(Path.Combine(Data, "soundtime.conf"), $"DATABASE_URL={database.Url}\n", Cancellation);
        var file = Path.Combine(_folder.Path, "song.wav");
        await File.WriteAllBytesAsync(file, Music.Wave(seed: 7), Cancellation);
        using var node = await WholeNode.StartAsync(Data);
        using var other = await WholeNode.StartAsync(Path.Combine(_folder.Path, "other"), "--seed", node.Address.ToString());

        Assert.Equal(0, (await RunAsync("import", file, "--data", Data)).ExitCode);

        Assert.Single(await node.WaitForTracksAsync(1));
        Assert.Single(await other.WaitForTracksAsync(1));
        Assert.False(File.Exists(Path.Combine(Data, "soundtime.db")));
        Assert.Equal(0, (await node.StopAsync()).ExitCode);
    }

    private async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var program = new RunningProgram(_folder.Path, arguments);
        return await program.EndAsync(RunningProgram.Patience, Cancellation);
    }
}
