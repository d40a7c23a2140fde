using Microsoft.Extensions.Logging;
using SoundTime.Iroh.Identity;

namespace SoundTime.Iroh.Lookup;

/// <summary>
/// Publishes where this node is at address directories, each for itself (iroh sheet, section 5.2): on every change, every five minutes without one, and after
/// a failure again after as many seconds as there were failures in a row. While there is nothing to say, nothing is published. The times of packets go on from
/// what the directory has, because it drops without a word what seems older: a clock that was set back would make this node be sought where it was.
/// </summary>
public sealed class PkarrPublisher
{
    /// <summary>How often an unchanged address is published.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    /// <summary>Longest pause after failures.</summary>
    public static readonly TimeSpan MaxRetryPause = TimeSpan.FromMinutes(1);

    /// <summary>Pause after a change: at start, addresses and the relay come one after the other, and directories count the packets of a host.</summary>
    public static readonly TimeSpan SettlingPause = TimeSpan.FromSeconds(1);

    private readonly SecretKey _key;
    private readonly INodeAddressSource _source;
    private readonly PkarrClient _client;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly GrowingTimestamp _timestamp;
    private readonly PublicationStatus[] _status;

    /// <summary>Publishes nothing before <see cref="RunAsync"/>.</summary>
    /// <param name="key">The key of the node that the source tells the address of.</param>
    /// <param name="source">Where the node is.</param>
    /// <param name="directories">URLs of the directories.</param>
    /// <param name="client">What speaks with them; stays the caller's.</param>
    /// <param name="logger">Is told the first success, and each change between success and failure.</param>
    /// <param name="timeProvider">The clock of packets and pauses.</param>
    public PkarrPublisher(
        SecretKey key, INodeAddressSource source, IEnumerable<Uri> directories, PkarrClient client, ILogger<PkarrPublisher> logger, TimeProvider? timeProvider = null)
    {
        _key = key;
        _source = source;
        _client = client;
        _logger = logger;
        _time = timeProvider ?? TimeProvider.System;
        _timestamp = new GrowingTimestamp(_time);
        _status = [.. directories.Select(directory => new PublicationStatus(directory, null, null, null))];
    }

    /// <summary>How it goes now, one entry for each directory.</summary>
    public IReadOnlyList<PublicationStatus> Status => [.. Enumerable.Range(0, _status.Length).Select(index => Volatile.Read(ref _status[index]))];

    /// <summary>Publishes until it is cancelled.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(Enumerable.Range(0, _status.Length).Select(index => PublishAsync(index, cancellationToken)));

    private async Task PublishAsync(int index, CancellationToken cancellationToken)
    {
        var failures = 0;
        var isContinued = false;
        var address = _source.Address;
        while (true)
        {
            var pause = Timeout.InfiniteTimeSpan;
            var records = NodeRecords.Write(address);
            if (records.Answers.Count > 0)
            {
                isContinued = isContinued || await TryContinueAsync(index, cancellationToken).ConfigureAwait(false);
                var problem = await TryPublishAsync(index, SignedPacket.Sign(_key, _timestamp.Next(), records), cancellationToken).ConfigureAwait(false);
                failures = problem is null ? 0 : failures + 1;
                pause = failures == 0 ? Interval : TimeSpan.FromSeconds(Math.Min(failures, MaxRetryPause.TotalSeconds));
                Note(index, address, problem, pause);
            }
            else
            {
                Volatile.Write(ref _status[index], _status[index] with { NextTry = null });
            }

            if (await ChangesWithinAsync(address, pause, cancellationToken).ConfigureAwait(false))
            {
                await Task.Delay(SettlingPause, _time, cancellationToken).ConfigureAwait(false);
            }

            address = _source.Address;
        }
    }

    /// <summary>Has packets be newer than what the directory has from an earlier run; false where that is not known, which is no reason not to publish.</summary>
    private async Task<bool> TryContinueAsync(int index, CancellationToken cancellationToken)
    {
        try
        {
            var last = await _client.GetAsync(_status[index].Directory, _key.NodeId, cancellationToken).ConfigureAwait(false);
            _timestamp.ContinueAfter(last?.Timestamp ?? 0);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Answers why it failed; null where it did not.</summary>
    private async Task<string?> TryPublishAsync(int index, SignedPacket packet, CancellationToken cancellationToken)
    {
        try
        {
            await _client.PutAsync(_status[index].Directory, packet, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (IOException exception)
        {
            return exception.Message;
        }
    }

    private void Note(int index, NodeAddress address, string? problem, TimeSpan pause)
    {
        var before = _status[index];
        var now = _time.GetUtcNow();
        if (problem is null && (before.Problem is not null || before.LastSuccess is null))
        {
            LookupLog.Published(_logger, before.Directory, address);
        }
        else if (problem is not null && before.Problem is null)
        {
            LookupLog.NotPublished(_logger, problem);
        }

        Volatile.Write(ref _status[index], before with { LastSuccess = problem is null ? now : before.LastSuccess, Problem = problem, NextTry = now + pause });
    }

    /// <summary>Waits for another address, or for the pause to end; answers whether there is another.</summary>
    private async Task<bool> ChangesWithinAsync(NodeAddress known, TimeSpan pause, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var change = _source.WaitForAddressChangeAsync(known, ended.Token);
        var delay = Task.Delay(pause, _time, ended.Token);
        var first = await Task.WhenAny(change, delay).ConfigureAwait(false);
        await ended.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(change, delay).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await first.ConfigureAwait(false);
        return first == change;
    }
}
