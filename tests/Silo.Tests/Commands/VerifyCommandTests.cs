using System.Text.Json;
using SoundTime.Silo.Tests.Support;
using SoundTime.Storage.Integrity;
using SoundTime.Testing;

namespace SoundTime.Silo.Tests.Commands;

public sealed class VerifyCommandTests : IAsyncLifetime
{
    private HeldFiles? _held;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private HeldFiles Held => _held!;

    public async ValueTask InitializeAsync() => _held = await HeldFiles.OpenAsync(TimeProvider.System, Cancel);

    public ValueTask DisposeAsync() => Held.DisposeAsync();

    [Fact]
    public async Task Where_all_is_right_the_exit_code_is_0()
    {
        await Held.AddFileAsync("a.flac");
        await Held.AddBlobAsync(1);

        var (exitCode, output, errors) = await RunAsync();

        Assert.Equal(0, exitCode);
        Assert.StartsWith("2 right (2 KB), 0 not right, in ", output, StringComparison.Ordinal);
        Assert.Empty(errors);
    }

    [Fact]
    public async Task What_is_wrong_is_told_with_what_to_do_and_makes_the_exit_code_1()
    {
        var file = await Held.AddFileAsync("a.flac");
        HeldFiles.Rot(file.Path, 7);
        var blob = await Held.AddBlobAsync(1);
        HeldFiles.Rot(Held.PathOf(blob), 7);

        var (exitCode, output, _) = await RunAsync();

        Assert.Equal(1, exitCode);
        Assert.StartsWith("0 right (0 bytes), 2 not right", output, StringComparison.Ordinal);
        Assert.Contains("Restore it from a backup", Line(output, file.Path), StringComparison.Ordinal);
        Assert.Contains("set aside", Line(output, blob.ToString()), StringComparison.Ordinal);
        Assert.True((await Held.Stores.Catalogue.FindLocalFileAsync(file.Path, Cancel))!.IsRotten);
        Assert.Equal(
            [FindingKind.RottenFile, FindingKind.RottenBlob], (await Held.Stores.Integrity.ListOpenAsync(Cancel)).Select(finding => finding.Kind));
        Assert.False(Held.Blobs.Contains(blob));
    }

    [Fact]
    public async Task A_file_that_is_right_again_is_served_again_after_it_was_verified()
    {
        var file = await Held.AddFileAsync("a.flac");
        HeldFiles.Rot(file.Path, 7);
        Assert.Equal(1, (await RunAsync()).ExitCode);
        HeldFiles.Rot(file.Path, 7);

        Assert.Equal(0, (await RunAsync(file.Path)).ExitCode);

        Assert.False((await Held.Stores.Catalogue.FindLocalFileAsync(file.Path, Cancel))!.IsRotten);
        Assert.Empty(await Held.Stores.Integrity.ListOpenAsync(Cancel));
    }

    [Fact]
    public async Task Files_out_of_reach_are_no_findings_and_not_all_is_right()
    {
        await Held.AddFileAsync("disk/a.flac");
        Directory.Delete(Path.Combine(Held.Music, "disk"), recursive: true);

        var (exitCode, output, _) = await RunAsync();

        Assert.Equal(1, exitCode);
        Assert.StartsWith("0 right (0 bytes), 1 out of reach (is their disk plugged in?), 0 not right", output, StringComparison.Ordinal);
        Assert.Empty(await Held.Stores.Integrity.ListOpenAsync(Cancel));
    }

    [Theory]
    [InlineData("--library-only", 1)]
    [InlineData("--blobs-only", 2)]
    [InlineData("album", 1)]
    public async Task Only_what_was_asked_for_is_read(string argument, int right)
    {
        await Held.AddFileAsync("album/a.flac");
        await Held.AddBlobAsync(1);
        await Held.AddBlobAsync(2);

        var (exitCode, output, _) = await RunAsync(argument, "--json", "--rate", "1GB");

        Assert.Equal(0, exitCode);
        var report = JsonDocument.Parse(output.TrimEnd('\n').Split('\n')[^1]).RootElement;
        Assert.Equal(("report", right), (report.GetProperty("type").GetString(), report.GetProperty("right").GetInt32()));
    }

    [Fact]
    public async Task For_machines_each_finding_is_named_by_what_it_is()
    {
        var file = await Held.AddFileAsync("a.flac");
        HeldFiles.Rot(file.Path, 7);

        var (_, output, _) = await RunAsync("--json");

        var finding = JsonDocument.Parse(output.TrimEnd('\n').Split('\n')[^1]).RootElement.GetProperty("findings")[0];
        Assert.Equal(("rotten", file.Path), (finding.GetProperty("verdict").GetString(), finding.GetProperty("subject").GetString()));
        Assert.Equal((0, true), (finding.GetProperty("holders").GetInt32(), finding.GetProperty("isKept").GetBoolean()));
    }

    [Fact]
    public async Task A_path_that_nothing_was_imported_from_is_told_before_anything_is_read()
    {
        await Held.AddFileAsync("a.flac");

        var (exitCode, output, errors) = await RunAsync("nowhere");

        Assert.Equal((2, ""), (exitCode, output));
        Assert.Equal($"soundtime: nothing was imported from {Held.Music}/nowhere; name files and folders as they were imported.", Assert.Single(errors));
    }

    [Theory]
    [InlineData("--rate", "fast")]
    [InlineData("--rate", "0")]
    [InlineData("--blobs-only", "--library-only")]
    [InlineData("--blobs-only", "a.flac")]
    public async Task Arguments_that_make_no_sense_are_refused(string first, string second)
    {
        var (exitCode, output, errors) = await RunAsync(first, second);

        Assert.Equal((2, ""), (exitCode, output));
        Assert.Single(errors);
    }

    [Fact]
    public async Task Where_no_node_has_its_data_nothing_is_called_right_and_nothing_is_made()
    {
        var nowhere = Path.Combine(Held.Music, "nowhere");

        var (exitCode, output, errors) = await new CommandRun(Held.Music).RunAsync(["verify", "--data", nowhere]);

        Assert.Equal((1, ""), (exitCode, output));
        Assert.Contains(nowhere, Assert.Single(errors), StringComparison.Ordinal);
        Assert.False(Directory.Exists(nowhere));
    }

    private static string Line(string output, string beginning) => Assert.Single(output.Split('\n'), line => line.StartsWith(beginning, StringComparison.Ordinal));

    private Task<(int ExitCode, string Output, string[] ErrorLines)> RunAsync(params string[] arguments) =>
        new CommandRun(Held.Music).RunAsync(["verify", "--data", Held.Data, .. arguments]);
}
