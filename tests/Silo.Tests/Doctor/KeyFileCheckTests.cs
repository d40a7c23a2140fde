using SoundTime.Api;
using SoundTime.Iroh.Identity;
using SoundTime.Silo.Doctor;
using SoundTime.Silo.Tests.Support;
using SoundTime.Wire;

namespace SoundTime.Silo.Tests.Doctor;

public sealed class KeyFileCheckTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string KeyPath => Path.Combine(_folder.Path, "key");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_key_of_the_running_node_that_nobody_else_can_read_is_fine()
    {
        var id = KeyFile.LoadOrCreate(KeyPath).NodeId;

        Assert.Equal(FindingState.Ok, (await LookAsync(id)).State);
    }

    [Fact]
    public async Task A_key_that_others_can_read_is_a_warning_with_the_command_that_mends_it()
    {
        var id = KeyFile.LoadOrCreate(KeyPath).NodeId;
        File.SetUnixFileMode(KeyPath, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);

        var finding = await LookAsync(id);

        Assert.Equal((FindingState.Warning, $"chmod 600 {KeyPath}"), (finding.State, finding.Advice));
    }

    [Fact]
    public async Task Another_key_than_the_running_nodes_is_a_failure()
    {
        KeyFile.LoadOrCreate(KeyPath);

        Assert.Equal(FindingState.Failed, (await LookAsync(SecretKey.Generate().NodeId)).State);
    }

    [Fact]
    public async Task A_damaged_key_is_a_failure_and_left_as_it_is()
    {
        _folder.Write("key", "nonsense");

        Assert.Equal(FindingState.Failed, (await LookAsync(null)).State);
        Assert.Equal("nonsense", await File.ReadAllTextAsync(KeyPath, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_missing_key_is_made_by_no_check_and_matters_only_to_a_running_node()
    {
        Assert.Equal(FindingState.Unknown, (await LookAsync(null)).State);
        Assert.Equal(FindingState.Failed, (await LookAsync(SecretKey.Generate().NodeId)).State);
        Assert.False(File.Exists(KeyPath));
    }

    private async Task<Finding> LookAsync(NodeId? running)
    {
        var finding = Assert.Single(await new KeyFileCheck(KeyPath, running).LookAsync(TestContext.Current.CancellationToken));
        Assert.True(finding.State != FindingState.Failed || finding.Advice is not null);
        return finding;
    }
}
