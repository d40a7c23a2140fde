using System.Net;

namespace SoundTime.Iroh.Datagrams;

/// <summary>
/// A way for datagrams in and out: UDP sockets, relays, memory. All calls come from the endpoint's one thread.
/// </summary>
internal interface IDatagramTransport : IDisposable
{
    /// <summary>A file descriptor that polls readable while datagrams wait.</summary>
    int ReadyDescriptor { get; }

    /// <summary>Where others reach this transport.</summary>
    IPEndPoint LocalEndPoint { get; }

    /// <summary>Whether datagrams to this address go this way.</summary>
    bool Reaches(in DatagramAddress remote);

    /// <summary>Whether this path begins here.</summary>
    bool Carries(in DatagramPath path);

    /// <summary>The path that a datagram to this address takes from here.</summary>
    DatagramPath PathTo(in DatagramAddress remote);

    /// <summary>The relay that carries datagrams to this address from here; null where none is between.</summary>
    RelayUrl? RelayTo(in DatagramAddress remote) => null;

    /// <summary>
    /// Sends datagrams of <paramref name="segmentSize"/> bytes each, of which the last may be shorter. A network may lose them, so
    /// nothing is said about their fate.
    /// </summary>
    void Send(in DatagramPath path, ReadOnlySpan<byte> datagrams, int segmentSize, byte ecn);

    /// <summary>Hands over a batch of what waits. Answers whether more may be waiting.</summary>
    bool Receive(IDatagramReceiver receiver);
}
