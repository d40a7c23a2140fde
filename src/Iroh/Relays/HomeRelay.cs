using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace SoundTime.Iroh.Relays;

/// <summary>
/// Chooses the relay that this node is reached through: the first that answers at once, then the one of the lowest latency, kept while it is good (iroh sheet,
/// section 3.6). A relay is the home only while it is connected to, so that nobody is sent where this node is not.
/// </summary>
internal sealed class HomeRelay(IReadOnlyList<RelayLink> configured, TimeProvider time, ILogger logger)
{
    private readonly Signal _changed = new();
    private readonly RelayBackoff _backoff = new();
    private bool _isMissed;
    private volatile RelayLink? _current;

    /// <summary>Raised when <see cref="Url"/> is another.</summary>
    public event Action? Changed;

    /// <summary>The home; null while there is none.</summary>
    public RelayUrl? Url => _current?.Url;

    /// <summary>Notes that a relay has changed its state. From any thread.</summary>
    public void OnLinkChanged() => _changed.Set();

    /// <summary>Chooses, and watches over what was chosen, until the token says to end.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (configured.Count > 0 && !cancellationToken.IsCancellationRequested)
        {
            try
            {
                await CompareAsync(cancellationToken).ConfigureAwait(false);
                await (_current is { } home ? KeepAsync(home, cancellationToken) : PauseAsync(cancellationToken)).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                RelayLog.SearchFailed(logger, exception);
                await PauseAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Asks all relays for their latency. The first one that answers and can be connected to is taken at once; a much nearer one replaces it.</summary>
    private async Task CompareAsync(CancellationToken cancellationToken)
    {
        var probes = configured.Where(link => link.State != RelayState.Denied).Select(link => ProbeAsync(link, cancellationToken)).ToList();
        var answers = new List<Answer>();
        await foreach (var probe in Task.WhenEach(probes).WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (await probe.ConfigureAwait(false) is not { } answer)
            {
                continue;
            }

            answers.Add(answer);
            if (_current is null && await TryConnectAsync(answer.Link, cancellationToken).ConfigureAwait(false))
            {
                Become(answer.Link);
            }
        }

        var homes = answers.Where(answer => answer.Link == _current).ToList();
        if (homes is [var home]
            && answers.MinBy(answer => answer.Latency) is var best
            && best.Latency < home.Latency * RelayLimits.NearEnough
            && await TryConnectAsync(best.Link, cancellationToken).ConfigureAwait(false))
        {
            Become(best.Link);
        }
    }

    private async Task<Answer?> ProbeAsync(RelayLink link, CancellationToken cancellationToken)
    {
        try
        {
            var latency = await RelayProbe.MeasureAsync(link.Url, time, cancellationToken).ConfigureAwait(false);
            link.NoteProbe(latency, null);
            return new Answer(link, latency);
        }
        catch (RelayException exception)
        {
            link.NoteProbe(null, exception.Message);
            return null;
        }
    }

    /// <summary>Waits until all are to be compared again, or the home is lost.</summary>
    private async Task KeepAsync(RelayLink home, CancellationToken cancellationToken)
    {
        _backoff.Reset();
        _isMissed = false;
        var start = time.GetTimestamp();
        while (RelayLimits.CompareInterval - time.GetElapsedTime(start) is var left && left > TimeSpan.Zero)
        {
            if (home.State == RelayState.Connected)
            {
                await _changed.WaitAsync(left, time, cancellationToken).ConfigureAwait(false);
            }
            else if (!await IsConnectedWithinAsync(home, home.Patience, cancellationToken).ConfigureAwait(false))
            {
                Lose(home);
                return;
            }
        }
    }

    private async Task PauseAsync(CancellationToken cancellationToken)
    {
        if (!_isMissed && configured.FirstOrDefault(link => link.Status.Problem is not null) is { } missing)
        {
            _isMissed = true;
            RelayLog.NoHome(logger, missing.Url, missing.Status.Problem);
        }

        await Task.Delay(_backoff.Next(), time, cancellationToken).ConfigureAwait(false);
    }

    private Task<bool> TryConnectAsync(RelayLink link, CancellationToken cancellationToken)
    {
        link.Hurry();
        return IsConnectedWithinAsync(link, RelayLimits.HomePatience, cancellationToken);
    }

    private async Task<bool> IsConnectedWithinAsync(RelayLink link, TimeSpan patience, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            var left = patience - time.GetElapsedTime(start);
            switch (link.State)
            {
                case RelayState.Connected:
                    return true;
                case RelayState.Denied:
                    return false;
                default:
                    if (left <= TimeSpan.Zero)
                    {
                        return false;
                    }

                    await _changed.WaitAsync(left, time, cancellationToken).ConfigureAwait(false);
                    break;
            }
        }
    }

    private void Become(RelayLink link)
    {
        var former = _current;
        link.IsHome = true;
        _current = link;
        if (former is null)
        {
            RelayLog.HomeFound(logger, link.Url);
        }
        else
        {
            former.IsHome = false;
            RelayLog.HomeChanged(logger, link.Url, former.Url);
        }

        Changed?.Invoke();
    }

    private void Lose(RelayLink home)
    {
        home.IsHome = false;
        _current = null;
        RelayLog.HomeLost(logger, home.Url, home.Status.Problem);
        Changed?.Invoke();
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Answer(RelayLink Link, TimeSpan Latency);
}
