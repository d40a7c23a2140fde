using System.Diagnostics.Metrics;
using System.Text.Json;
using SoundTime.Relay.Addresses;
using SoundTime.Relay.Sessions;

namespace SoundTime.Relay.Metrics;

/// <summary>What the relay counts. Counting is one addition; the meter looks when it is asked.</summary>
internal sealed class RelayMetrics : IDisposable
{
    private readonly Meter _meter = new("SoundTime.Relay");
    private readonly long[] _dropped = new long[Enum.GetValues<DropReason>().Length];
    private readonly long[] _denied = new long[Enum.GetValues<DenialReason>().Length];
    private readonly long[] _ended = new long[Enum.GetValues<SessionEnd>().Length];
    private readonly long[] _published = new long[Enum.GetValues<PublicationResult>().Length];
    private long _datagrams;
    private long _bytes;
    private long _throttled;
    private long _stunAnswered;
    private long _stunIgnored;

    /// <param name="countClients">How many are connected.</param>
    /// <param name="countPackets">How many packets the directory keeps.</param>
    public RelayMetrics(Func<int> countClients, Func<int> countPackets)
    {
        _meter.CreateObservableGauge("soundtime_relay_clients", countClients, description: "Connections of clients.");
        _meter.CreateObservableCounter("soundtime_relay_datagrams_total", () => Interlocked.Read(ref _datagrams), description: "Datagrams handed on.");
        _meter.CreateObservableCounter("soundtime_relay_bytes_total", () => Interlocked.Read(ref _bytes), description: "Bytes of datagrams handed on.");
        _meter.CreateObservableCounter("soundtime_relay_throttled_total", () => Interlocked.Read(ref _throttled), description: "Times a client was read more slowly, for its rate.");
        _meter.CreateObservableCounter("soundtime_relay_dropped_total", () => List<DropReason>(_dropped), description: "Frames that went nowhere.");
        _meter.CreateObservableCounter("soundtime_relay_denied_total", () => List<DenialReason>(_denied), description: "Clients that were not let in.");
        _meter.CreateObservableCounter("soundtime_relay_ended_total", () => List<SessionEnd>(_ended), description: "Connections of clients that ended.");
        _meter.CreateObservableGauge("soundtime_relay_directory_packets", countPackets, description: "Packets in the address directory.");
        _meter.CreateObservableCounter("soundtime_relay_publications_total", () => List<PublicationResult>(_published), description: "Publications to the address directory.");
        _meter.CreateObservableCounter("soundtime_relay_stun_answered_total", () => Interlocked.Read(ref _stunAnswered), description: "STUN requests answered.");
        _meter.CreateObservableCounter("soundtime_relay_stun_ignored_total", () => Interlocked.Read(ref _stunIgnored), description: "Datagrams to the STUN port that were no request, or one too many.");
    }

    /// <summary>The instruments, for a listener.</summary>
    public Meter Meter => _meter;

    public void Forwarded(int datagrams, int bytes)
    {
        Interlocked.Add(ref _datagrams, datagrams);
        Interlocked.Add(ref _bytes, bytes);
    }

    public void Throttled() => Interlocked.Increment(ref _throttled);

    public void Dropped(DropReason reason) => Interlocked.Increment(ref _dropped[(int)reason]);

    public void Denied(DenialReason reason) => Interlocked.Increment(ref _denied[(int)reason]);

    public void Ended(SessionEnd reason) => Interlocked.Increment(ref _ended[(int)reason]);

    public void Published(PublicationResult result) => Interlocked.Increment(ref _published[(int)result]);

    public void StunAnswered() => Interlocked.Increment(ref _stunAnswered);

    public void StunIgnored() => Interlocked.Increment(ref _stunIgnored);

    public long StunIgnoredCount => Interlocked.Read(ref _stunIgnored);

    public long CountOf(DropReason reason) => Interlocked.Read(ref _dropped[(int)reason]);

    public long CountOf(DenialReason reason) => Interlocked.Read(ref _denied[(int)reason]);

    public long CountOf(SessionEnd reason) => Interlocked.Read(ref _ended[(int)reason]);

    public long ThrottledCount => Interlocked.Read(ref _throttled);

    public void Dispose() => _meter.Dispose();

    private static IEnumerable<Measurement<long>> List<TReason>(long[] counts)
        where TReason : struct, Enum =>
        Enum.GetValues<TReason>().Select((reason, index) => new Measurement<long>(
            Interlocked.Read(ref counts[index]),
            KeyValuePair.Create("reason", (object?)JsonNamingPolicy.SnakeCaseLower.ConvertName(reason.ToString()))));
}
