using System.Diagnostics.CodeAnalysis;
using SoundTime.Wire;

namespace SoundTime.Iroh.Lookup;

/// <summary>
/// Asks several lookups at once and merges what they find. Answers are kept for a while, and a question that is under way is not asked a second time.
/// </summary>
/// <param name="lookups">Who is asked; what those in front find comes first.</param>
/// <param name="timeProvider">The clock of time limits and of what is kept.</param>
public sealed class CachedLookup(IReadOnlyList<IAddressLookup> lookups, TimeProvider? timeProvider = null) : IAddressLookup, IAsyncDisposable
{
    /// <summary>How long an address is kept: as long as the records that it comes from.</summary>
    public static readonly TimeSpan FoundLifetime = TimeSpan.FromSeconds(NodeRecords.TimeToLive);

    /// <summary>How long it is kept that nobody knows a node.</summary>
    public static readonly TimeSpan UnknownLifetime = TimeSpan.FromSeconds(5);

    /// <summary>How long each lookup may take: a little longer than the last attempts of DNS.</summary>
    public static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(7);

    /// <summary>How long the others are waited for once one has found something; what they find later is in the next answer.</summary>
    public static readonly TimeSpan GracePeriod = TimeSpan.FromMilliseconds(250);

    /// <summary>Most nodes that are looked up at once; further ones wait.</summary>
    public const int MaxQuestions = 32;

    /// <summary>Of how many nodes answers are kept.</summary>
    private const int MaxKept = 1024;

    private readonly TimeProvider _time = timeProvider ?? TimeProvider.System;
    private readonly Lock _gate = new();
    private readonly BoundedMap<NodeId, (NodeAddress Address, long At)> _kept = new(MaxKept);
    private readonly Dictionary<NodeId, (Task<NodeAddress> Answer, Task End)> _questions = [];
    private readonly SemaphoreSlim _slots = new(MaxQuestions);
    private readonly CancellationTokenSource _closing = new();

    /// <inheritdoc/>
    public string Name => string.Join(", ", lookups.Select(lookup => lookup.Name));

    /// <summary>
    /// What the lookups find together, within the caps of <see cref="NodeAddress"/>. One that fails hides nothing of what another finds; where nothing is
    /// found and one failed, it is not known whether the node can be found.
    /// </summary>
    /// <exception cref="IOException">Nothing was found, and a lookup failed.</exception>
    public async Task<NodeAddress> FindAsync(NodeId node, CancellationToken cancellationToken)
    {
        Task<NodeAddress> answer;
        lock (_gate)
        {
            if (TryTakeKept(node, out var kept))
            {
                return kept;
            }

            ObjectDisposedException.ThrowIf(_closing.IsCancellationRequested, this);
            if (!_questions.TryGetValue(node, out var question))
            {
                // Whoever asks first may give up while others wait: the question goes on by itself, within its time limits, until it is disposed of.
                var early = new TaskCompletionSource<NodeAddress>(TaskCreationOptions.RunContinuationsAsynchronously);
                question = (early.Task, Task.Run(() => AskAsync(node, early), CancellationToken.None));
                _questions.Add(node, question);
            }

            answer = question.Answer;
        }

        return await answer.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks each lookup now and says what each of them answers, in their order.</summary>
    public async Task<IReadOnlyList<LookupResult>> FindEachAsync(NodeId node, CancellationToken cancellationToken) =>
        await Task.WhenAll(lookups.Select(lookup => AskAsync(lookup, node, cancellationToken))).ConfigureAwait(false);

    /// <summary>Ends what is under way.</summary>
    public async ValueTask DisposeAsync()
    {
        Task[] ends;
        lock (_gate)
        {
            if (_closing.IsCancellationRequested)
            {
                return;
            }

            _closing.Cancel();
            ends = [.. _questions.Values.Select(question => question.End)];
        }

        await Task.WhenAll(ends).ConfigureAwait(false);
        _closing.Dispose();
        _slots.Dispose();
    }

    private bool TryTakeKept(NodeId node, [NotNullWhen(true)] out NodeAddress? address)
    {
        address = _kept.TryGet(node, out var kept) && _time.GetElapsedTime(kept.At) < (kept.Address.IsEmpty ? UnknownLifetime : FoundLifetime)
            ? kept.Address
            : null;
        return address is not null;
    }

    /// <summary>Never fails: whoever waits for the answer gets the failure.</summary>
    private async Task AskAsync(NodeId node, TaskCompletionSource<NodeAddress> answer)
    {
        try
        {
            var whole = await AskWithinSlotAsync(node, answer, _closing.Token).ConfigureAwait(false);
            lock (_gate)
            {
                _kept.Set(node, (whole, _time.GetTimestamp()));
                _questions.Remove(node);
            }

            answer.TrySetResult(whole);
        }
        catch (Exception exception)
        {
            lock (_gate)
            {
                _questions.Remove(node);
            }

            answer.TrySetException(exception);
        }
    }

    /// <summary>Gives an answer early once something is found; answers what all found together.</summary>
    private async Task<NodeAddress> AskWithinSlotAsync(NodeId node, TaskCompletionSource<NodeAddress> answer, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var asked = lookups.Select(lookup => AskAsync(lookup, node, cancellationToken)).ToList();
            var all = Task.WhenAll(asked);
            await foreach (var one in Task.WhenEach(asked).ConfigureAwait(false))
            {
                if ((await one.ConfigureAwait(false)).Address is { IsEmpty: false })
                {
                    await WaitAWhileAsync(all, cancellationToken).ConfigureAwait(false);
                    if (!all.IsCompleted)
                    {
                        answer.TrySetResult(Merge(node, [.. asked.Where(lookup => lookup.IsCompletedSuccessfully).Select(lookup => lookup.Result)]));
                    }

                    break;
                }
            }

            return Merge(node, await all.ConfigureAwait(false));
        }
        finally
        {
            _slots.Release();
        }
    }

    private async Task WaitAWhileAsync(Task all, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(all, Task.Delay(GracePeriod, _time, ended.Token)).ConfigureAwait(false);
        await ended.CancelAsync().ConfigureAwait(false);
    }

    private async Task<LookupResult> AskAsync(IAddressLookup lookup, NodeId node, CancellationToken cancellationToken)
    {
        var begin = _time.GetTimestamp();
        using var limit = new CancellationTokenSource(AnswerLimit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var address = await lookup.FindAsync(node, either.Token).ConfigureAwait(false);
            return new LookupResult(lookup.Name, address, null, _time.GetElapsedTime(begin));
        }
        catch (IOException exception)
        {
            return new LookupResult(lookup.Name, null, exception.Message, _time.GetElapsedTime(begin));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new LookupResult(lookup.Name, null, $"No answer within {AnswerLimit.TotalSeconds:0} seconds.", _time.GetElapsedTime(begin));
        }
    }

    private static NodeAddress Merge(NodeId node, IReadOnlyList<LookupResult> results)
    {
        var address = new NodeAddress(
            node,
            [.. results.SelectMany(result => result.Address?.Hosts ?? []).Distinct().Take(NodeAddress.MaxHosts)],
            [.. results.SelectMany(result => result.Address?.Relays ?? []).Distinct().Take(NodeAddress.MaxRelays)]);
        var problems = results.Where(result => result.Problem is not null).Select(result => $"{result.Name}: {result.Problem}").ToList();
        return !address.IsEmpty || problems.Count == 0
            ? address
            : throw new IOException($"Where node {node.ShortText} is could not be found out. {string.Join(' ', problems)}");
    }
}
