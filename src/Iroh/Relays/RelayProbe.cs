namespace SoundTime.Iroh.Relays;

/// <summary>Measures how far a configured relay is: the round trip of <c>GET /ping</c> (iroh sheet, section 3.5).</summary>
internal static class RelayProbe
{
    /// <summary>The round trip on a connection that stands already, so that neither DNS nor TLS counts.</summary>
    /// <exception cref="RelayException">It cannot be reached, or is no relay.</exception>
    public static async Task<TimeSpan> MeasureAsync(RelayUrl relay, TimeProvider time, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(RelayLimits.ProbeTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var http = new RelayHttp(relay, time, isPublicOnly: false);
        try
        {
            await AskAsync(http, both.Token).ConfigureAwait(false);
            var start = time.GetTimestamp();
            await AskAsync(http, both.Token).ConfigureAwait(false);
            return time.GetElapsedTime(start);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw RelayProblem.FromConnect(exception, http);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RelayException(
                RelayFailure.TimedOut,
                $"It did not answer within {RelayLimits.ProbeTimeout.TotalSeconds:0} s. See whether it runs, and whether a firewall is between.",
                exception);
        }
    }

    private static async Task AskAsync(RelayHttp http, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, http.PingUri);
        using var response = await http.Invoker.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
        {
            throw RelayProblem.FromHttp(response.StatusCode, RelayText.Clean(response.Headers.Location?.ToString()));
        }

        // What is read to its end leaves the connection free for the next question.
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await body.ReadAtLeastAsync(new byte[RelayLimits.MaxPingBody], RelayLimits.MaxPingBody, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
    }
}
