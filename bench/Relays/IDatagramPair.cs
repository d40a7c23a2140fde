namespace SoundTime.Bench;

/// <summary>Two ends, of which one sends datagrams and the other receives them.</summary>
internal interface IDatagramPair : IDisposable
{
    /// <summary>Sends one.</summary>
    ValueTask SendAsync(ReadOnlyMemory<byte> datagram, CancellationToken cancellationToken);

    /// <summary>Receives one; answers where it lies, until the next call.</summary>
    ValueTask<ReadOnlyMemory<byte>> ReceiveAsync(CancellationToken cancellationToken);

    /// <summary>Shows that the receiver is there, so that nobody asks while its datagrams are counted.</summary>
    ValueTask ShowLifeAsync(CancellationToken cancellationToken);
}
