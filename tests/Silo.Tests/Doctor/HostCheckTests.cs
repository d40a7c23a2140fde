using System.Net;
using SoundTime.Api;
using SoundTime.Iroh;
using SoundTime.Relay;
using SoundTime.Silo.Doctor;

namespace SoundTime.Silo.Tests.Doctor;

public sealed class HostCheckTests : IAsyncLifetime
{
    private RelayHost _relay = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Uri PingUrl => RelayCheck.PingUrlOf(_relay.Url);

    public async ValueTask InitializeAsync() =>
        _relay = await RelayHost.StartAsync(new RelayOptions { ListenOn = new IPEndPoint(IPAddress.Loopback, 0) }, cancellationToken: Cancellation);

    public ValueTask DisposeAsync() => _relay.DisposeAsync();

    [Fact]
    public async Task A_clock_like_that_of_the_hosts_is_fine() => Assert.Equal(FindingState.Ok, (await LookAtClockAsync(TimeSpan.Zero)).State);

    [Theory]
    [InlineData(-5, FindingState.Warning, "behind")]
    [InlineData(5, FindingState.Warning, "ahead of")]
    [InlineData(-120, FindingState.Failed, "behind")]
    public async Task A_clock_that_is_off_is_told_with_how_to_set_it(int minutes, FindingState state, string direction)
    {
        var finding = await LookAtClockAsync(TimeSpan.FromMinutes(minutes));

        Assert.Equal(state, finding.State);
        Assert.Contains($"seconds {direction} those", finding.Text, StringComparison.Ordinal);
        Assert.NotNull(finding.Advice);
    }

    [Fact]
    public async Task A_relay_that_answers_is_fine_and_one_that_is_gone_has_failed_with_advice()
    {
        Assert.Equal(FindingState.Ok, (await LookAtRelayAsync()).State);

        await _relay.StopAsync(Cancellation);

        var finding = await LookAtRelayAsync();
        Assert.Equal((FindingState.Failed, _relay.Url.Text), (finding.State, finding.Subject));
        Assert.NotNull(finding.Advice);
        Assert.Equal(FindingState.Unknown, (await LookAtClockAsync(TimeSpan.Zero)).State);
    }

    private async Task<Finding> LookAtRelayAsync()
    {
        using var probes = new HostProbes(TimeProvider.System);
        return Assert.Single(await new RelayCheck(_relay.Url, probes, endpoint: null).LookAsync(Cancellation));
    }

    private async Task<Finding> LookAtClockAsync(TimeSpan ahead)
    {
        using var probes = new HostProbes(new ShiftedTime(ahead));
        return Assert.Single(await new ClockCheck(probes, [PingUrl]).LookAsync(Cancellation));
    }

    /// <summary>The system's clock, set wrong.</summary>
    private sealed class ShiftedTime(TimeSpan ahead) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ahead;
    }
}
