using System.Collections.Concurrent;
using SoundTime.Silo.Peers;

namespace SoundTime.Silo.Doctor;

/// <summary>Asks hosts over HTTP whether they are there, each once in an examination, for all checks that want to know.</summary>
internal sealed class HostProbes(TimeProvider time) : IDisposable
{
    /// <summary>How long a host may take for both questions.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(8);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { MaxResponseContentBufferSize = 64 * 1024 };
    private readonly ConcurrentDictionary<Uri, Lazy<Task<HostAnswer>>> _answers = new();

    /// <summary>What the host at this URL answers.</summary>
    public Task<HostAnswer> AskAsync(Uri url, CancellationToken cancellationToken) =>
        _answers.GetOrAdd(url, _ => new Lazy<Task<HostAnswer>>(() => ProbeAsync(url, cancellationToken))).Value;

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<HostAnswer> ProbeAsync(Uri url, CancellationToken cancellationToken)
    {
        // A dot at the end of a host is for the DNS; neither HTTP nor TLS knows it.
        var asked = new UriBuilder(url) { Host = url.Host.TrimEnd('.') }.Uri;
        using var limit = new TimeLimit(Limit, time, cancellationToken);
        try
        {
            // The first question also pays for the connection.
            using var first = await _http.GetAsync(asked, limit.Token);
            var begin = time.GetTimestamp();
            using var second = await _http.GetAsync(asked, limit.Token);
            return new HostAnswer(time.GetElapsedTime(begin), second.Headers.Date - time.GetUtcNow(), null);
        }
        catch (HttpRequestException exception)
        {
            return new HostAnswer(null, null, (exception.InnerException ?? exception).Message.TrimEnd('.') + ".");
        }
        catch (OperationCanceledException) when (limit.HasPassed)
        {
            return new HostAnswer(null, null, $"It did not answer within {Limit.TotalSeconds:0} seconds.");
        }
    }
}
