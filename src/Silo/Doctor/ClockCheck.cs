using SoundTime.Api;

namespace SoundTime.Silo.Doctor;

/// <summary>Whether the clock is right: what is published bears its time, and lookups refuse what is far ahead or behind.</summary>
/// <param name="probes">Asks hosts for the time.</param>
/// <param name="hosts">Hosts whose clocks are taken to be right, as a majority.</param>
internal sealed class ClockCheck(HostProbes probes, IReadOnlyList<Uri> hosts) : IConnectionCheck
{
    /// <summary>What the Date header's full seconds and the way here may come to, and what harms nobody.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(30);

    /// <summary>From here on other nodes refuse what this one publishes.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    public string Name => "clock";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Finding>> LookAsync(CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(hosts.Select(host => probes.AskAsync(host, cancellationToken)));
        var ahead = answers.Select(answer => answer.ClockAhead).OfType<TimeSpan>().Order().ToList();
        return [ahead.Count == 0
            ? Of(FindingState.Unknown, "No relay or address directory told the time.")
            : Describe(ahead[ahead.Count / 2], ahead.Count)];
    }

    private Finding Describe(TimeSpan ahead, int count)
    {
        var off = ahead.Duration();
        var text = $"It is {off.TotalSeconds:0} seconds {(ahead > TimeSpan.Zero ? "behind" : "ahead of")} those of {count} hosts.";
        return off <= Tolerance ? Of(FindingState.Ok, text)
            : Of(off < Limit ? FindingState.Warning : FindingState.Failed, text, "Set the clock, best by NTP: timedatectl set-ntp true");
    }

    private Finding Of(FindingState state, string text, string? advice = null) => new(Name, null, state, text, advice);
}
