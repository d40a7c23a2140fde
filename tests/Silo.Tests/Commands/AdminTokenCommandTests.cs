using NSubstitute;
using NSubstitute.ExceptionExtensions;
using SoundTime.Api;
using SoundTime.Silo.Tests.Support;
using SoundTime.Storage;
using SoundTime.Storage.Settings;

namespace SoundTime.Silo.Tests.Commands;

public sealed class AdminTokenCommandTests
{
    private readonly ISettingStore _settings = Substitute.For<ISettingStore>();
    private readonly IStores _stores = Substitute.For<IStores>();
    private string? _kept;

    public AdminTokenCommandTests()
    {
        _stores.Settings.Returns(_settings);
        _settings.FindAsync(Arg.Any<string>(), Arg.Any<CancellationToken>()).Returns(_ => _kept);
        _settings.When(settings => settings.SaveAsync(Arg.Any<string>(), Arg.Any<string>(), Arg.Any<CancellationToken>()))
            .Do(call => _kept = call.ArgAt<string>(1));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_token_is_printed_alone_and_counts_where_the_node_looks()
    {
        var opened = "";
        var run = Run(path => opened = path);

        var (exitCode, output, errors) = await run.RunAsync("admin-token", "--data", "/srv/node");

        Assert.Equal((0, "/srv/node/soundtime.db"), (exitCode, opened));
        Assert.Empty(errors);
        Assert.True(await new AdminTokenStore(_settings).IsTokenAsync(output.TrimEnd('\n'), Cancellation));
        await _stores.Received(1).DisposeAsync();
    }

    [Fact]
    public async Task Where_a_token_is_set_that_overrides_it_none_is_made()
    {
        var run = Run();
        run.Environment["ADMIN_TOKEN"] = "a-token-of-our-own";

        var (exitCode, output, errors) = await run.RunAsync("admin-token");

        Assert.Equal((2, ""), (exitCode, output));
        Assert.Equal("soundtime: ADMIN_TOKEN is set, and counts in place of any other token; change it there, or unset it first.", Assert.Single(errors));
        Assert.Null(_kept);
    }

    [Fact]
    public async Task A_store_that_fails_is_told_in_one_line_and_no_token_is_printed()
    {
        _settings.SaveAsync(Arg.Any<string>(), Arg.Any<string>(), Arg.Any<CancellationToken>())
            .ThrowsAsync(new StorageException(StorageFailure.Busy, "The database is locked; try again."));

        var (exitCode, output, errors) = await Run().RunAsync("admin-token");

        Assert.Equal((1, ""), (exitCode, output));
        Assert.Equal("soundtime: The database is locked; try again.", Assert.Single(errors));
    }

    [Fact]
    public async Task A_token_that_could_be_guessed_is_no_configuration_and_is_not_repeated()
    {
        var run = Run();
        run.Environment["ADMIN_TOKEN"] = "hush";

        var (exitCode, _, errors) = await run.RunAsync("admin-token");

        Assert.Equal(2, exitCode);
        Assert.Equal(
            "soundtime: ADMIN_TOKEN (environment, ADMIN_TOKEN) has fewer than 16 characters; accepted: 16 to 512 letters, digits and signs of ASCII without spaces",
            Assert.Single(errors));
    }

    private CommandRun Run(Action<string>? opened = null) => new("/srv")
    {
        OpenStores = (options, _) =>
        {
            opened?.Invoke(options.DatabasePath);
            return Task.FromResult(_stores);
        },
    };
}
