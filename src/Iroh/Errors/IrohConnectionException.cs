namespace SoundTime.Iroh;

/// <summary>The connection is closed: what was asked of it or of its streams cannot be done any more.</summary>
public sealed class IrohConnectionException : IOException
{
    /// <summary>Says how the connection ended.</summary>
    public IrohConnectionException(ConnectionClose close)
        : base(close.ToString()) => Close = close;

    /// <summary>How the connection ended.</summary>
    public ConnectionClose Close { get; }
}
