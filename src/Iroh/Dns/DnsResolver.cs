using System.Net;

namespace SoundTime.Iroh.Dns;

/// <summary>
/// Asks resolvers in attempts that begin one after the other and overlap, as iroh does (iroh sheet, section 5.4): the first answer counts, so that neither a
/// lost datagram nor a dead resolver costs seconds.
/// </summary>
internal sealed class DnsResolver(IReadOnlyList<IPEndPoint>? servers, TimeProvider timeProvider)
{
    /// <summary>How long each attempt may take.</summary>
    public static readonly TimeSpan AttemptLimit = TimeSpan.FromSeconds(3);

    /// <summary>When the attempts begin, in milliseconds.</summary>
    private static readonly int[] Begins = [0, 200, 300, 600, 1000, 2000, 3000];

    /// <summary>Asks the given resolvers in turn, or those of the system.</summary>
    /// <returns>An answer with records, without records, or that the name does not exist.</returns>
    /// <exception cref="IOException">No resolver found out.</exception>
    public async Task<DnsMessage> AskAsync(DnsQuestion question, CancellationToken cancellationToken)
    {
        var asked = servers ?? SystemResolvers.Read();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var attempts = Begins.Select((begin, index) => AttemptAsync(asked[index % asked.Count], TimeSpan.FromMilliseconds(begin), question, ended.Token)).ToList();
        try
        {
            var problems = new List<string>();
            await foreach (var attempt in Task.WhenEach(attempts).ConfigureAwait(false))
            {
                try
                {
                    return await attempt.ConfigureAwait(false);
                }
                catch (IOException exception)
                {
                    problems.Add(exception.Message);
                }
            }

            throw new IOException(string.Join(' ', problems.Distinct()));
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll((IEnumerable<Task>)attempts).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<DnsMessage> AttemptAsync(IPEndPoint server, TimeSpan begin, DnsQuestion question, CancellationToken cancellationToken)
    {
        await Task.Delay(begin, timeProvider, cancellationToken).ConfigureAwait(false);
        using var limit = new CancellationTokenSource(AttemptLimit, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        DnsMessage answer;
        try
        {
            answer = await DnsExchange.AskAsync(server, question, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"The DNS server {server} did not answer within {AttemptLimit.TotalSeconds:0} seconds.", exception);
        }

        if (answer.ResponseCode is not (DnsResponseCode.NoError or DnsResponseCode.NameError))
        {
            throw new IOException($"The DNS server {server} could not find out about {question.Name} ({answer.ResponseCode}).");
        }

        // A server that neither owns the name nor asks others only points to those who may know.
        return answer.Answers.Count > 0 || (answer.Flags & (DnsFlags.Authoritative | DnsFlags.RecursionAvailable)) != 0
            ? answer
            : throw new IOException($"The DNS server {server} knows nothing about {question.Name} and asks no others.");
    }
}
