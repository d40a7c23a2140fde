namespace SoundTime.Iroh.Datagrams;

/// <summary>Takes datagrams as they come in.</summary>
internal interface IDatagramReceiver
{
    /// <summary>Takes one datagram. The bytes are only good during the call.</summary>
    void OnDatagram(in DatagramPath path, Span<byte> datagram, byte ecn);
}
