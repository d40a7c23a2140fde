using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using SoundTime.Silo.Tests.Peers;
using SoundTime.Silo.Tests.Support;
using SoundTime.Storage.Integrity;
using SoundTime.Storage.Sqlite;
using SoundTime.Testing;

namespace SoundTime.Silo.Tests.Guardian;

/// <summary>The built program on files that rot.</summary>
public sealed class GuardedNodeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Music => Path.Combine(_folder.Path, "music");

    private string Data => Path.Combine(_folder.Path, "data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_found_rotten_beside_a_running_node_is_served_no_more_until_it_is_restored_and_verified()
    {
        var (path, bytes) = (await WriteMusicAsync(1))[0];
        await ImportAsync();
        using var node = await WholeNode.StartAsync(Data, "--scrub-rate", "0");
        var (id, _) = Assert.Single(await node.WaitForTracksAsync(1));
        HeldFiles.Rot(path, 1000);

        Assert.Equal(1, (await RunAsync("verify", "--data", Data)).ExitCode);
        using (var refused = await node.Http.GetAsync($"/api/tracks/{id}/stream", Cancel))
        {
            Assert.NotEqual(HttpStatusCode.OK, refused.StatusCode);
        }

        HeldFiles.Rot(path, 1000);
        Assert.Equal(0, (await RunAsync("verify", "--data", Data, path)).ExitCode);
        Assert.True((await node.PlayAsync(id)).AsSpan().SequenceEqual(bytes));
    }

    [Fact]
    public async Task A_rotten_blob_found_beside_a_running_node_is_fetched_again_when_it_is_played()
    {
        await WriteMusicAsync(1);
        using var holder = await WholeNode.StartAsync(Path.Combine(_folder.Path, "holder"), "--library", Music);
        await holder.WaitForTracksAsync(1);
        using var node = await WholeNode.StartAsync(Data, "--seed", holder.Address.ToString());
        var (id, hash) = Assert.Single(await node.WaitForTracksAsync(1));
        var bytes = await node.PlayAsync(id);
        var blob = Assert.Single(Directory.GetFiles(Path.Combine(Data, "p2p", "blobs"), hash.ToString(), SearchOption.AllDirectories));
        HeldFiles.Rot(blob, 1000);

        var (exitCode, output, _) = await RunAsync("verify", "--data", Data, "--blobs-only");

        Assert.Equal(1, exitCode);
        Assert.Contains("The running node fetches it again", output, StringComparison.Ordinal);
        Assert.True((await node.PlayAsync(id)).AsSpan().SequenceEqual(bytes));
        Assert.Equal(0, (await RunAsync("verify", "--data", Data, "--blobs-only")).ExitCode);
    }

    [Fact]
    public async Task A_scrub_that_is_killed_loses_nothing_goes_on_and_the_next_start_says_what_it_found()
    {
        // The second file is so long, and read so slowly, that the node is killed while it reads it.
        var files = await WriteMusicAsync(4, samplesOfSecond: 2_000_000);
        await ImportAsync();
        HeldFiles.Rot(files[0].Path, 1000);
        HeldFiles.Rot(files[3].Path, 1000);
        using (var killed = await WholeNode.StartAsync(Data, "--scrub-rate", "50KB", "--log", "warn"))
        {
            await WaitForFindingAsync(files[0].Path);
            await killed.KillAsync();
        }

        var before = await FindProgressAsync();
        using var node = await WholeNode.StartAsync(Data, "--scrub-rate", "100MB");
        await WaitForFindingAsync(files[3].Path);
        await WaitForFindingAsync(files[0].Path);
        await Waiting.UntilAsync(async () => await FindProgressAsync() is { RoundEndedAt: not null }, Cancel);

        var after = await FindProgressAsync();
        Assert.Equal(before!.RoundStartedAt, after!.RoundStartedAt);
        Assert.Equal((4, 2), (after.Checked, after.Found));
        Assert.Contains("1 rotten", (await node.StopAsync()).Error, StringComparison.Ordinal);
    }

    private async Task<List<(string Path, byte[] Bytes)>> WriteMusicAsync(int count, int samplesOfSecond = 8000)
    {
        Directory.CreateDirectory(Music);
        var files = new List<(string Path, byte[] Bytes)>();
        for (var number = 0; number < count; number++)
        {
            var file = (Path: Path.Combine(Music, $"{number}.wav"), Bytes: Peers.Music.Wave(seed: number + 1, number == 1 ? samplesOfSecond : 8000));
            await File.WriteAllBytesAsync(file.Path, file.Bytes, Cancel);
            files.Add(file);
        }

        return files;
    }

    private async Task ImportAsync() => Assert.Equal(0, (await RunAsync("import", Music, "--data", Data)).ExitCode);

    private Task WaitForFindingAsync(string path) => Waiting.UntilAsync(
        async () =>
        {
            await using var stores = await OpenAsync();
            return (await stores.Integrity.ListOpenAsync(Cancel)).Any(finding => finding.Subject == path && finding.Kind == FindingKind.RottenFile);
        },
        Cancel);

    private async Task<ScrubProgress?> FindProgressAsync()
    {
        await using var stores = await OpenAsync();
        return await stores.Integrity.FindProgressAsync(Cancel);
    }

    private Task<SqliteStores> OpenAsync() => SqliteStores.OpenAsync(Path.Combine(Data, "soundtime.db"), TimeProvider.System, NullLogger.Instance, Cancel);

    private async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var program = new RunningProgram(_folder.Path, arguments);
        return await program.EndAsync(RunningProgram.Patience, Cancel);
    }
}
