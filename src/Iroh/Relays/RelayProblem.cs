using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;

namespace SoundTime.Iroh.Relays;

/// <summary>What a failure means to people: the sentences of <see cref="RelayStatus.Problem"/>.</summary>
internal static class RelayProblem
{
    public static RelayException TooSlow() => new(
        RelayFailure.TimedOut,
        $"It did not finish the handshake within {RelayLimits.ConnectTimeout.TotalSeconds:0} s. See whether it is overloaded, or choose another relay.");

    public static RelayException Protocol(string what) => new(
        RelayFailure.ProtocolError,
        $"It broke the relay protocol: {what}. See whether the URL is that of an iroh relay, and update the relay.");

    public static RelayException Denied(string why) => new(
        RelayFailure.Denied,
        $"It does not let this node in: {(why.Length > 0 ? why : "it gives no reason")}. Ask its admin for a token or to allow this node's id.");

    public static RelayException Closed(string? why) => new(
        RelayFailure.Closed,
        $"It ended the connection{(string.IsNullOrEmpty(why) ? "" : $": {why}")}. This node connects again by itself.");

    public static RelayException Silent() => new(
        RelayFailure.TimedOut,
        $"It did not answer a Ping within {RelayLimits.PongTimeout.TotalSeconds:0} s. This node connects again by itself; if it repeats, see to the network between.");

    public static RelayException Stuck() => new(
        RelayFailure.TimedOut,
        $"It took nothing for {RelayLimits.SendTimeout.TotalSeconds:0} s. This node connects again by itself; if it repeats, see to the network between.");

    /// <summary>What it means that an HTTP request of ours was not answered as wanted.</summary>
    public static RelayException FromHttp(HttpStatusCode status, string? location) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => Denied($"HTTP status {(int)status}"),
        >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => new RelayException(
            RelayFailure.NotARelay,
            $"It redirects to {(string.IsNullOrEmpty(location) ? "another place" : location)}. Configure the URL where the relay itself is."),
        HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError => new RelayException(
            RelayFailure.Unreachable,
            $"It answers with HTTP status {(int)status}. It, or a proxy before it, is overloaded or stopped: see its log."),
        _ => new RelayException(
            RelayFailure.NotARelay,
            $"It answers with HTTP status {(int)status}, which no iroh relay does. See whether the URL is right, and whether a proxy before it passes WebSockets."),
    };

    /// <summary>What it means that no connection came about.</summary>
    public static RelayException FromConnect(Exception exception, RelayHttp http)
    {
        if (http.IsNotPublic)
        {
            return new RelayException(
                RelayFailure.NotPublic,
                "A peer is said to live there, and it is at an address of a private network. If it is yours, name it among this node's own relays.",
                exception);
        }

        if (http.CertificateProblem is { } flaw)
        {
            return new RelayException(
                RelayFailure.BadCertificate,
                $"Its certificate is not valid: {flaw}. Iroh nodes refuse it too: give it one of a public authority, or reach it by http.",
                exception);
        }

        var cause = exception;
        while (cause is WebSocketException or HttpRequestException or IOException && cause.InnerException is { } inner)
        {
            cause = inner;
        }

        return cause switch
        {
            SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } => new RelayException(
                RelayFailure.Unreachable,
                "Its host name is not found. See whether the URL is right and DNS works.",
                exception),
            SocketException socket => new RelayException(
                RelayFailure.Unreachable,
                $"It cannot be reached: {socket.SocketErrorCode switch
                {
                    SocketError.ConnectionRefused => "nothing listens there",
                    SocketError.TimedOut => "nothing answers there",
                    _ => RelayText.Clean(socket.Message),
                }}. See whether it runs, and whether a firewall is between.",
                exception),
            _ => new RelayException(
                RelayFailure.NotARelay,
                $"What answers speaks no WebSocket: {RelayText.Clean(cause.Message).TrimEnd('.')}. See whether the URL is right, http or https included.",
                exception),
        };
    }
}
