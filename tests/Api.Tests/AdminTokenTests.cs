using SoundTime.Api.Tests.Support;

namespace SoundTime.Api.Tests;

public sealed class AdminTokenTests
{
    private readonly FakeSettings _settings = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void A_token_is_known_by_its_prefix_holds_256_random_bits_and_goes_into_a_header()
    {
        var tokens = Enumerable.Range(0, 100).Select(_ => AdminToken.Create()).ToList();

        Assert.All(tokens, token => Assert.Matches("^soundtime_admin_[A-Za-z0-9_-]{43}$", token));
        Assert.Distinct(tokens);
    }

    [Fact]
    public async Task The_first_start_makes_a_token_and_later_ones_keep_it()
    {
        var token = await new AdminTokenStore(_settings).TryCreateAsync(Cancellation);
        var restarted = new AdminTokenStore(_settings);

        Assert.Null(await restarted.TryCreateAsync(Cancellation));
        Assert.True(await restarted.IsTokenAsync(token!, Cancellation));
        Assert.False(await restarted.IsTokenAsync(token + "x", Cancellation));
    }

    [Fact]
    public async Task Of_many_processes_that_start_at_once_one_gets_the_token_that_counts()
    {
        var tokens = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => new AdminTokenStore(_settings).TryCreateAsync(Cancellation)));

        var token = Assert.Single(tokens.OfType<string>());
        Assert.True(await new AdminTokenStore(_settings).IsTokenAsync(token, Cancellation));
    }

    [Fact]
    public async Task A_new_token_counts_at_once_and_the_one_before_it_no_more()
    {
        var running = new AdminTokenStore(_settings);
        var first = await running.TryCreateAsync(Cancellation);

        var second = await new AdminTokenStore(_settings).ReplaceAsync(Cancellation);

        Assert.True(await running.IsTokenAsync(second, Cancellation));
        Assert.False(await running.IsTokenAsync(first!, Cancellation));
    }

    [Fact]
    public async Task The_token_itself_is_not_kept()
    {
        var token = await new AdminTokenStore(_settings).TryCreateAsync(Cancellation);

        var (_, value) = Assert.Single(_settings.Values);
        Assert.Matches("^[0-9a-f]{64}$", value);
        Assert.DoesNotContain(token![AdminToken.Prefix.Length..], value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_no_token_was_made_none_is_right()
    {
        Assert.False(await new AdminTokenStore(_settings).IsTokenAsync("", Cancellation));
        Assert.False(await new AdminTokenStore(_settings).IsTokenAsync(AdminToken.Create(), Cancellation));
    }
}
